import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Me, Person, PersonSession, Role, Tablet } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubDb } from './adapters/hub-db/hub-db.ts';
import { type Hub, startHub } from './app.ts';
import { isWeak } from './core/pin-door.ts';
import { loadHubConfig } from './load-config.ts';

const PASSWORD = 'lang genoeg 1';
const AGENT = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36';

let folder: string;
let hub: Hub;
let now = Date.UTC(2026, 5, 1, 10);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-people-'));
  hub = await start();
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = (): Promise<Hub> => {
  const overrides = { data: folder, http: { port: 0 }, mqtt: { port: 0 } };
  return startHub(loadHubConfig({ overrides }), { log: pino({ level: 'silent' }), nowMs: () => now });
};

/** A browser with its cookies. */
class Browser {
  readonly cookies = new Map<string, string>();
  csrf = '';

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each route answers in its own shape
  async call<T = unknown>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: T & { code?: string } }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, {
      method,
      headers: { cookie, 'user-agent': AGENT, 'x-kw-csrf': this.csrf, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const text = await answer.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as T & { code?: string; csrf?: string };
    if (parsed?.csrf !== undefined) this.csrf = parsed.csrf;
    return { status: answer.status, body: parsed };
  }
}

async function member(name: string, role: Role): Promise<Browser> {
  const browser = new Browser();
  const { status } = await browser.call('POST', '/invites/accept', { invite: hub.issueInvite(role), name, password: PASSWORD });
  expect(status).toBe(200);
  return browser;
}

describe('people of a site', () => {
  it('are listed with their browsers, and only administrators see them', async () => {
    const admin = await member('Ans', 'admin');
    await member('Kees', 'staff');
    const { body } = await admin.call<Person[]>('GET', '/people');
    expect(body).toMatchObject([
      { name: 'Ans', role: 'admin', disabled: false, hasPin: false, sessions: [{ device: 'Chrome, Android', how: 'password' }] },
      { name: 'Kees', role: 'staff' },
    ]);
  });

  it('lose their old role in every browser at once', async () => {
    const admin = await member('Ans', 'admin');
    const kees = await member('Kees', 'coordinator');
    expect((await admin.call('POST', '/people/Kees/change', { role: 'viewer' })).status).toBe(204);
    expect((await kees.call('GET', '/me')).body.code).toBe('KW_NOT_SIGNED_IN');
    expect((await kees.call<Me>('POST', '/sign-in', { name: 'Kees', password: PASSWORD })).body.role).toBe('viewer');
  });

  it('cannot come in while they are switched off', async () => {
    const admin = await member('Ans', 'admin');
    const kees = await member('Kees', 'staff');
    await admin.call('POST', '/people/Kees/change', { disabled: true });
    expect((await kees.call('GET', '/me')).status).toBe(401);
    expect((await kees.call('POST', '/sign-in', { name: 'Kees', password: PASSWORD })).body.code).toBe('KW_SIGN_IN_FAILED');
    await admin.call('POST', '/people/Kees/change', { disabled: false });
    expect((await kees.call('POST', '/sign-in', { name: 'Kees', password: PASSWORD })).status).toBe(200);
  });

  it('keep one administrator, whatever happens', async () => {
    const admin = await member('Ans', 'admin');
    expect((await admin.call('POST', '/people/Ans/change', { role: 'staff' })).body.code).toBe('KW_LAST_ADMIN');
    expect((await admin.call('POST', '/people/Ans/change', { disabled: true })).body.code).toBe('KW_LAST_ADMIN');
    expect((await admin.call('POST', '/people/Niemand/change', { role: 'staff' })).body.code).toBe('KW_PERSON_UNKNOWN');
  });

  it('see where they are signed in, end one of those, or all', async () => {
    const phone = await member('Kees', 'staff');
    const tablet = new Browser();
    await tablet.call('POST', '/sign-in', { name: 'Kees', password: PASSWORD });
    const { body } = await phone.call<PersonSession[]>('GET', '/me/sessions');
    expect(body.map(({ current }) => current).toSorted()).toEqual([false, true]);
    const other = body.find(({ current }) => !current);
    expect((await phone.call('POST', `/me/sessions/${other?.id ?? ''}/end`)).status).toBe(204);
    expect((await tablet.call('GET', '/me')).status).toBe(401);
    expect((await phone.call('GET', '/me')).status).toBe(200);
    await phone.call('POST', '/me/sessions/all/end');
    expect((await phone.call('GET', '/me')).status).toBe(401);
  });

  it('keep their language from one browser to the next', async () => {
    const phone = await member('Olena', 'staff');
    expect((await phone.call<Me>('GET', '/me')).body.language).toBe('');
    await phone.call('POST', '/me/language', { language: 'uk' });
    const desk = new Browser();
    expect((await desk.call<Me>('POST', '/sign-in', { name: 'Olena', password: PASSWORD })).body.language).toBe('uk');
  });
});

describe('a PIN', () => {
  async function tabletWith(name: string, role: Role): Promise<Browser> {
    const tablet = await member(name, role);
    expect((await tablet.call('POST', '/me/pin', { password: PASSWORD, pin: '2749' })).status).toBe(204);
    expect((await tablet.call('POST', '/tablet', { name: 'Sorteertafel' })).status).toBe(204);
    await tablet.call('POST', '/sign-out');
    return tablet;
  }

  it('opens the door on a shared tablet, as staff at most', async () => {
    const tablet = await tabletWith('Ans', 'admin');
    expect((await tablet.call<Tablet>('GET', '/tablet')).body).toEqual({ tablet: 'Sorteertafel', people: ['Ans'] });
    const { body } = await tablet.call<Me>('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' });
    expect(body).toMatchObject({ name: 'Ans', role: 'staff', how: 'pin' });
    expect((await tablet.call('POST', '/tablet', { name: 'Nog een' })).body.code).toBe('KW_FULL_SIGN_IN');
    expect((await tablet.call('POST', '/invites', { role: 'admin' })).body.code).toBe('KW_FORBIDDEN');
  });

  it('opens nothing on any other device, and tells no names there', async () => {
    await tabletWith('Ans', 'staff');
    const stranger = new Browser();
    expect((await stranger.call<Tablet>('GET', '/tablet')).body).toEqual({ people: [] });
    expect((await stranger.call('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' })).body.code).toBe('KW_TABLET_UNKNOWN');
  });

  it('makes the next try wait, and is dead after five wrong ones until the password is given, also after a restart', async () => {
    const tablet = await tabletWith('Ans', 'staff');
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 5; i += 1) codes.push((await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '0001' })).body.code);
    expect(codes).toEqual(Array.from({ length: 5 }, () => 'KW_SIGN_IN_FAILED'));
    expect((await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' })).body.code).toBe('KW_LOCKED_OUT');
    await hub.stop();
    hub = await start();
    now += 3_600_000;
    expect((await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' })).body.code).toBe('KW_PIN_BLOCKED');
    expect((await tablet.call('POST', '/sign-in', { name: 'Ans', password: PASSWORD })).status).toBe(200);
    expect((await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' })).status).toBe(200);
  });

  it('is refused when it is easy to guess, or when the password is wrong', async () => {
    const kees = await member('Kees', 'staff');
    expect((await kees.call('POST', '/me/pin', { password: PASSWORD, pin: '1234' })).body.code).toBe('KW_PIN_WEAK');
    expect((await kees.call('POST', '/me/pin', { password: 'iets anders hoor', pin: '2749' })).body.code).toBe('KW_SIGN_IN_FAILED');
    expect(['1111', '1234', '9876', '01234567'].map(isWeak)).toEqual([true, true, true, true]);
    expect(['1112', '2749', '1357'].map(isWeak)).toEqual([false, false, false]);
  });

  it('leaves a trail: who made the tablet, who came in, what was refused', async () => {
    const tablet = await tabletWith('Ans', 'staff');
    await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '0001' });
    await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' });
    const admin = await member('Baas', 'admin');
    const { body } = await admin.call<{ action: string }[]>('GET', '/audit');
    const actions = body.map(({ action }) => action);
    for (const action of ['PIN chosen', 'shared tablet made', 'PIN refused', 'sign-in with PIN']) expect(actions).toContain(action);
  });

  it('stops working once the tablet is an ordinary device again, or the person is switched off', async () => {
    const tablet = await tabletWith('Ans', 'staff');
    const admin = await member('Baas', 'admin');
    await admin.call('POST', '/people/Ans/change', { disabled: true });
    expect((await tablet.call<Tablet>('GET', '/tablet')).body.people).toEqual([]);
    expect((await tablet.call('POST', '/pin-sign-in', { name: 'Ans', pin: '2749' })).body.code).toBe('KW_SIGN_IN_FAILED');
    const { body } = await admin.call<{ id: string }[]>('GET', '/tablets');
    await admin.call('POST', `/tablets/${body[0]?.id ?? ''}/forget`);
    expect((await tablet.call<Tablet>('GET', '/tablet')).body).toEqual({ people: [] });
  });
});

describe('the accounts of an earlier version', () => {
  it('keep their sessions, whose browser is not known', () => {
    const file = join(folder, 'old.db');
    const old = new Database(file);
    old.exec(`CREATE TABLE session (idHash TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, csrf TEXT NOT NULL,
      createdAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL) STRICT`);
    old.exec("INSERT INTO session VALUES ('h', 'Ans', 'admin', 'c', 1, 9)");
    old.close();
    const db = openHubDb(file);
    expect(db.sessions.find('h', 5)).toEqual({
      idHash: 'h',
      name: 'Ans',
      role: 'admin',
      csrf: 'c',
      createdAt: 1,
      expiresAt: 9,
      how: 'password',
      device: '',
      seenAt: 0,
    });
    db.close();
  });
});
