import { entryBodySchema } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { readOpenData } from './open-data-file.ts';

const about = { indicators: [{ id: 'mass_in' }, { id: 'visits' }] } as unknown as Parameters<typeof readOpenData>[1];
const file = {
  name: 'kringwijzer-buren',
  months: [
    {
      from: '2025-01-01T00:00:00.000Z',
      to: '2025-02-01T00:00:00.000Z',
      figures: { mass_in: { value: 1_234.5 }, visits: { value: null }, new_one: { value: 3 } },
    },
    { from: 'x', to: 'y', figures: {} },
  ],
};

describe('open data of another site', () => {
  it('is taken with the figures that are known here', () => {
    const read = readOpenData(JSON.stringify(file), about);
    const [from, to] = [Date.parse('2025-01-01T00:00:00Z'), Date.parse('2025-02-01T00:00:00Z')];
    expect(read).toEqual({ name: 'buren', months: [{ from, to, figures: { mass_in: 1_234.5 } }] });
    const line = { kind: 'other_site', method: 'administration', source: 'x', from, to, ...read };
    expect(entryBodySchema.safeParse(line).success).toBe(true);
  });

  it.each(['', '[]', 'null', '{"name":"x"}', '{"name":"x","months":[]}', '{"name":"x","months":"y"}', 'Datum;Stuks'])(
    'is not "%s"',
    (text) => {
      expect(readOpenData(text, about)).toBeUndefined();
    },
  );
});
