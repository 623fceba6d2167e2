import { describe, expect, it } from 'vitest';
import { versionsOf } from './versions.ts';

const node = (name: string, version?: string) => ({
  name,
  status: version === undefined ? undefined : { state: 'online' as const, boot: '0123456789abcdef', version, at: 1_795_000_000_000 },
});

describe('the versions of a site', () => {
  it('are told with who runs them, that of most nodes first', () => {
    expect(versionsOf([node('Poort', '0.1.0'), node('Yard', '0.2.0'), node('Winkel', '0.2.0'), node('Nieuw')])).toEqual([
      { version: '0.2.0', names: ['Yard', 'Winkel'] },
      { version: '0.1.0', names: ['Poort'] },
    ]);
  });

  it('are none where nobody has told', () => {
    expect(versionsOf([node('Nieuw')])).toEqual([]);
  });
});
