import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { KwProcess } from '../support/kw-process.ts';

const PERSON = { name: 'Beheer', password: 'een lang wachtwoord' };

let folder: string;
let hub: KwProcess;
let url: string;

const credential = (role: string, password = PERSON.password, machine = 'ingang') =>
  KwProcess.run(['credential', '--machine', machine, '--role', role, '--name', PERSON.name, '--hub', url], { KW_PASSWORD: password });

const openKiosk = (token: string) =>
  fetch(`${url}/api/v1/kiosk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kw-credential-'));
  const started = await KwProcess.start(['hub', '--data', folder, '--port', String(await freePort()), '--mqtt-port', '0'], {
    KW_LOG_LEVEL: 'error',
  });
  hub = started.process;
  url = String(started.ready['httpUrl']);
  const invite = String(started.ready['adminInvite']).split('/').pop();
  const accepted = await fetch(`${url}/api/v1/invites/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite, ...PERSON }),
  });
  if (!accepted.ok) throw new Error(await accepted.text());
});

afterAll(async () => {
  await hub?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

describe('kringwijzer credential', () => {
  it('makes a kiosk token that opens the public pages, and replaces the one before', async () => {
    const first = await credential('kiosk');
    expect(first).toMatchObject({ code: 0, err: '' });
    const made = JSON.parse(first.out) as { secret: string; kioskUrl: string };
    expect(made.kioskUrl).toBe(`${url}/kiosk/?token=${made.secret}`);
    expect((await openKiosk(made.secret)).status).toBe(200);
    const second = JSON.parse((await credential('kiosk')).out) as { secret: string };
    expect((await openKiosk(made.secret)).ok).toBe(false);
    expect((await openKiosk(second.secret)).status).toBe(200);
  });

  it('makes a read token that opens figures and no more', async () => {
    const made = JSON.parse((await credential('reader', PERSON.password, 'grafana')).out) as { secret: string };
    const headers = { authorization: `Bearer ${made.secret}` };
    const statusOf = async (path: string): Promise<number> => (await fetch(`${url}/api/v1${path}`, { headers })).status;
    expect([await statusOf('/series'), await statusOf('/machines'), await statusOf('/live')]).toEqual([200, 403, 403]);
  });

  it('refuses a wrong password, an unknown role and a name of another role, each by its code', async () => {
    expect(await credential('kiosk', 'geen wachtwoord')).toMatchObject({ code: 1, err: expect.stringContaining('KW_SIGN_IN_FAILED') });
    expect(await credential('king')).toMatchObject({ code: 2, err: expect.stringContaining('KW_USAGE') });
    expect(await credential('guest')).toMatchObject({ code: 1, err: expect.stringContaining('KW_NAME_TAKEN') });
  });
});
