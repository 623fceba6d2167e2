// What an installer does by hand at a new site: accepts the invite of the administrator, and enrols the node with a code.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';

const [, , hub, caFile = ''] = process.argv;
const DONE = '/var/lib/kringwijzer-enrolled';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function call(path, body, headers = {}) {
  const answer = await fetch(`${hub}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
  return { said: await answer.json(), cookie: cookie.join('; ') };
}

async function inviteOfHub() {
  for (;;) {
    const said = execFileSync('journalctl', ['-u', 'kringwijzer-hub', '-o', 'cat'], { encoding: 'utf8' });
    const invite = /"adminInvite":"[^"]*\/([^"/]+)"/u.exec(said)?.[1];
    if (invite !== undefined) return invite;
    await wait(500);
  }
}

if (!existsSync(DONE)) {
  const me = await call('/invites/accept', { invite: await inviteOfHub(), name: 'Beheer', password: 'een lang wachtwoord' });
  const { said } = await call('/enrol-codes', { node: 'yard' }, { cookie: me.cookie, 'x-kw-csrf': me.said.csrf });
  const enrol = ['kringwijzer', 'enrol', '--hub', hub, '--code', said.code, '--node', 'yard', '--data', '/var/lib/kringwijzer-node'];
  execFileSync('runuser', ['-u', 'kringwijzer-node', '--', 'env', `NODE_EXTRA_CA_CERTS=${caFile}`, ...enrol], { stdio: 'inherit' });
  execFileSync('systemctl', ['restart', 'kringwijzer-node']);
  writeFileSync(DONE, '');
  execFileSync('sync');
}
