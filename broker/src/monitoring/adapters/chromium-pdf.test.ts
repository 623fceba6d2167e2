import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createChromiumPdf, withFixedMarks } from './chromium-pdf.ts';

const log = pino({ level: 'silent' });

describe('a PDF', () => {
  it('has the marks of the moment replaced by fixed ones of the same length', () => {
    const made = (second: string, a: string, b: string) =>
      Buffer.from(
        `/CreationDate (D:202611211950${second}+00'00') /ModDate (D:202611211950${second}+00'00') /ID (node${a}) /ID (node${b}) [(node${a})]`,
        'latin1',
      );
    const first = withFixedMarks(made('01', '00000015', '00000099'), 0);
    expect(first.equals(withFixedMarks(made('42', '00000024', '00000107'), 0))).toBe(true);
    expect(first.toString('latin1')).toBe(
      "/CreationDate (D:19700101000000+00'00') /ModDate (D:19700101000000+00'00') /ID (node00000001) /ID (node00000002) [(node00000001)]",
    );
  });

  it('is refused with a way out when there is no browser that works', async () => {
    await expect(createChromiumPdf({ log, path: '/bin/false' }).make('<p>x</p>', 0)).rejects.toThrow('KW_PDF_UNAVAILABLE');
  });
});
