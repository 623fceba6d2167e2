import { describe, expect, it } from 'vitest';
import { type ChromiumFlagOptions, chromiumFlags } from './chromium-flags.ts';

const BASE: ChromiumFlagOptions = {
  pageUrl: 'http://127.0.0.1:1/kiosk/',
  profileDir: '/run/kw/p1',
  ozone: 'auto',
  software: false,
  noSandbox: false,
};

describe('chromiumFlags', () => {
  it('opens the page in kiosk mode with a fresh profile and no debugging port', () => {
    const flags = chromiumFlags(BASE);
    expect(flags).toContain('--kiosk');
    expect(flags).toContain('--user-data-dir=/run/kw/p1');
    expect(flags.at(-1)).toBe(BASE.pageUrl);
    expect(flags.some((flag) => flag.startsWith('--remote-debugging-port'))).toBe(false);
  });

  it('keeps the sandbox and the GPU unless told otherwise', () => {
    expect(chromiumFlags(BASE)).not.toContain('--no-sandbox');
    expect(chromiumFlags(BASE)).not.toContain('--disable-gpu');
    expect(chromiumFlags({ ...BASE, software: true })).toContain('--disable-gpu');
  });

  it.each(['wayland', 'x11'] as const)('names the platform %s', (ozone) => {
    expect(chromiumFlags({ ...BASE, ozone })).toContain(`--ozone-platform=${ozone}`);
  });
});
