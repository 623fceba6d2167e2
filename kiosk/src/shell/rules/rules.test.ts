import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fakeElectron } from '../fake-electron.ts';
import { ALL_RULES } from './all-rules.ts';
import { mayPress } from './key-combos.ts';
import { mayNavigate } from './navigation-lock.ts';

const PAGE = 'http://127.0.0.1:8090/kiosk/';

function locked() {
  const electron = fakeElectron();
  const contents = electron.window.webContents;
  const refused = vi.fn<(rule: string, what: string) => void>();
  const context = { app: electron.electron.app, session: contents.session, contents, pageUrl: PAGE, refused };
  for (const rule of ALL_RULES) rule.apply(context);
  return { contents, session: contents.session, app: electron.electron.app, refused, emit: electron.emit, spies: electron.spies };
}

describe('mayNavigate', () => {
  it.each([PAGE, 'http://127.0.0.1:8090/kiosk/#x', 'http://127.0.0.1:8090/', 'app://kiosk/failure.html'])('lets %s through', (url) => {
    expect(mayNavigate(url, PAGE)).toBe(true);
  });

  it.each([
    'http://127.0.0.1:8090.evil.example/kiosk/',
    'http://127.0.0.1:8090@evil.example/kiosk/',
    'http://evil.example@127.0.0.1:8090/',
    'http://127.0.0.1:8091/kiosk/',
    'https://127.0.0.1:8090/kiosk/',
    'http://localhost:8090/kiosk/',
    'file:///etc/passwd',
    'app://other/failure.html',
    'javascript:alert(1)',
    'data:text/html,x',
    'chrome://settings',
    'about:blank',
    '',
    'not an address',
  ])('refuses %s', (url) => {
    expect(mayNavigate(url, PAGE)).toBe(false);
  });

  it('refuses any other web address', () => {
    const anyUrl = fc.webUrl({ withFragments: true, withQueryParameters: true });
    fc.assert(
      fc.property(anyUrl, (url) => {
        expect(mayNavigate(url, PAGE)).toBe(false);
      }),
    );
  });
});

describe('mayPress', () => {
  const press = (key: string, over = {}) => ({
    key,
    control: false,
    alt: false,
    meta: false,
    shift: false,
    type: 'keyDown' as const,
    ...over,
  });

  it.each(['Tab', 'Enter', ' ', 'Escape', 'ArrowLeft'])('lets %j through', (key) => {
    expect(mayPress(press(key))).toBe(true);
  });

  it.each([
    press('F4', { alt: true }),
    press('F11'),
    press('F12'),
    press('F5'),
    press('w', { control: true }),
    press('Tab', { control: true }),
    press('Tab', { alt: true }),
    press('i', { control: true, shift: true }),
    press('Escape', { meta: true }),
    press('a'),
    press('Meta'),
  ])('swallows %o', (input) => {
    expect(mayPress(input)).toBe(false);
  });
});

describe('the rules on a window', () => {
  it('each name their chapter in an https page', () => {
    expect(ALL_RULES.every((rule) => rule.chapter.startsWith('https://www.electronjs.org/docs/'))).toBe(true);
    expect(new Set(ALL_RULES.map((rule) => rule.name)).size).toBe(ALL_RULES.length);
  });

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stop %s to another site', (name) => {
    const { contents, emit, refused } = locked();
    const event = { url: 'https://evil.example/', preventDefault: vi.fn<() => void>() };
    emit(contents, name, event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(refused).toHaveBeenCalledWith('navigation-lock', 'https://evil.example/');
  });

  it('deny a new window', () => {
    const { spies } = locked();
    expect(spies.openHandler.mock.calls[0]?.[0]({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
  });

  it('deny every permission, asked or checked', () => {
    const { spies, contents } = locked();
    const answer = vi.fn<(granted: boolean) => void>();
    spies.requestHandler.mock.calls[0]?.[0](contents, 'media', answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(spies.checkHandler.mock.calls[0]?.[0]()).toBe(false);
    expect(spies.deviceHandler.mock.calls[0]?.[0]({} as never)).toBe(false);
  });

  it('stop downloads, webviews, menus, zooming and held-up reloads', () => {
    const { session, contents, emit } = locked();
    const event = () => ({ preventDefault: vi.fn<() => void>() });
    const events = Array.from({ length: 5 }, event);
    emit(session, 'will-download', events[0], { getURL: () => 'x' });
    emit(contents, 'will-attach-webview', events[1], {}, {});
    emit(contents, 'context-menu', events[2]);
    emit(contents, 'zoom-changed', events[3]);
    emit(contents, 'will-prevent-unload', events[4]);
    for (const one of events) expect(one?.preventDefault).toHaveBeenCalledOnce();
  });

  it('refuse a bad certificate', () => {
    const { app, contents, emit, refused } = locked();
    const answer = vi.fn<(trusted: boolean) => void>();
    emit(
      app,
      'certificate-error',
      { preventDefault: vi.fn<() => void>() },
      contents,
      'https://hub/',
      'net::ERR_CERT_AUTHORITY_INVALID',
      {},
      answer,
    );
    expect(answer).toHaveBeenCalledWith(false);
    expect(refused).toHaveBeenCalledOnce();
  });

  it('swallow Alt+F4 but not Tab', () => {
    const { contents, emit } = locked();
    const close = { preventDefault: vi.fn<() => void>() };
    const tab = { preventDefault: vi.fn<() => void>() };
    emit(contents, 'before-input-event', close, { key: 'F4', alt: true, type: 'keyDown' });
    emit(contents, 'before-input-event', tab, { key: 'Tab', type: 'keyDown' });
    expect(close.preventDefault).toHaveBeenCalledOnce();
    expect(tab.preventDefault).not.toHaveBeenCalled();
  });
});
