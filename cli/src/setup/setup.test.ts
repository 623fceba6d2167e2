import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { loadHubConfig } from '@kringwijzer/broker';
import { loadNodeConfig } from '@kringwijzer/firmware-bridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadRunnerConfig } from '../../../kiosk/src/shell/load-config.ts';
import { runCli } from '../run-cli.ts';
import { VERBS } from '../verbs.ts';
import { parseAnswers } from './answers.ts';
import { askAnswers } from './ask-answers.ts';
import { terminalPrompter } from './prompter.ts';
import { findSerialPorts } from './serial-ports.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NODE = `role: node
site: kringloop
node: yard
scales:
  - { id: textile, name: Textiel, port: /dev/serial/by-id/usb-board, capacityKg: 1500, divisionKg: 0.5, channels: [1, 2, 3, 4] }
doors:
  - { id: entrance, name: Ingang, lineA: 17, lineB: 27 }
`;
const BOARD = '/dev/serial/by-id/usb-tools';
const WHOLE_YARD = `${NODE}indicators:
  - { id: floor, name: Inname, port: /dev/ttyS1, protocol: and, sendsByItself: true, capacityKg: 150, divisionKg: 0.05 }
tools:
  - { id: saw, name: Zaag, port: ${BOARD}, sensor: clamp, pin: A0, ampsPerVolt: 30, runAmps: 4 }
  - { id: drill, name: Boor, port: ${BOARD}, sensor: contact, pin: 2 }
levels:
  - { id: textile-level, name: Niveau, port: ${BOARD}, pin: A2, container: textile, emptyMm: 2000, fullMm: 300, mmPerVolt: 1000 }
`;

async function setup(answers: string, more: readonly string[] = []) {
  const file = join(folder, 'answers.yaml');
  const out = join(folder, 'etc', 'config.yaml');
  writeFileSync(file, answers);
  const said: string[] = [];
  const io = { out: (line: string) => said.push(line), err: (line: string) => said.push(line), signal: new AbortController().signal };
  const code = await runCli(VERBS, ['setup', '--answers', file, '--out', out, '--data', join(folder, 'data'), ...more], io);
  return { code, said: said.join('\n'), out };
}

describe('setup from a file of answers', () => {
  it('writes what a node reads from its wiring', async () => {
    const { code, out } = await setup(NODE);
    expect(code).toBe(0);
    const { config } = loadNodeConfig({ file: out });
    expect(config).toMatchObject({ site: 'kringloop', node: 'yard', timeZone: 'Europe/Amsterdam', dataDir: join(folder, 'data') });
    expect(config.devices).toMatchObject([
      {
        kind: 'scale',
        id: 'textile',
        role: 'container',
        capacityG: 1_500_000,
        divisionG: 500,
        driver: { type: 'board', channels: [1, 2, 3, 4] },
      },
      { kind: 'door', id: 'entrance', driver: { type: 'gpio', backend: 'auto', chip: 'auto', lineA: 17, lineB: 27 } },
    ]);
    expect(statSync(out).mode & 0o777).toBe(0o640);
  });

  it('writes indicators, tools and levels too', async () => {
    const { code, out } = await setup(WHOLE_YARD);
    expect(code).toBe(0);
    const { devices } = loadNodeConfig({ file: out }).config;
    expect(devices.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'scale textile',
      'scale floor',
      'door entrance',
      'tool saw',
      'tool drill',
      'level textile-level',
    ]);
    const tools = { type: 'firmata', path: BOARD };
    expect(devices.slice(1)).toMatchObject([
      {
        role: 'intake',
        capacityG: 150_000,
        divisionG: 50,
        driver: { type: 'indicator', protocol: 'and', path: '/dev/ttyS1', poll: false },
      },
      {},
      { idleAmps: 0.3, runAmps: 4, driver: { ...tools, sensor: 'clamp', pin: 'A0', ampsPerVolt: 30 } },
      { driver: { ...tools, sensor: 'contact', pin: 2 } },
      { container: 'textile', emptyMm: 2_000, fullMm: 300, driver: { ...tools, sensor: 'distance', pin: 'A2', mmPerVolt: 1_000 } },
    ]);
  });

  it('writes a hub that other machines reach, by TLS only', async () => {
    const { out } = await setup('{ role: hub, site: kringloop, siteName: Kringloop Noord, timeZone: Europe/Brussels }');
    const config = loadHubConfig({ file: out });
    expect(config.site).toMatchObject({ id: 'kringloop', name: 'Kringloop Noord', timeZone: 'Europe/Brussels' });
    expect([config.http.host, config.mqtt.host, config.mqtt.tls.enabled]).toEqual(['0.0.0.0', '127.0.0.1', true]);
  });

  it('writes a kiosk that its own loader reads', async () => {
    const { out } = await setup('{ role: kiosk, hubUrl: "https://hub.local:8080", token: abc, caFile: /etc/kringwijzer/ca.pem }');
    expect(loadRunnerConfig(out, {})).toMatchObject({ id: 'entrance', hubUrl: 'https://hub.local:8080', token: 'abc' });
  });

  it('writes when the screen of a kiosk is on', async () => {
    const { out } = await setup('{ role: kiosk, token: abc, screenOutput: HDMI-A-1 }');
    const output = ['wlr-randr', '--output', 'HDMI-A-1'];
    expect(loadRunnerConfig(out, {}).screenPower).toMatchObject({ on: [...output, '--on'], off: [...output, '--off'] });
  });

  it.each([
    ['a line of two doors', NODE.replace('lineB: 27', 'lineB: 17'), /line 17 is used by entrance and again by entrance/u],
    ['a line the header does not have', NODE.replace('lineB: 27', 'lineB: 40'), /lineB/u],
    ['an unknown time zone', `${NODE}timeZone: Europe/Utopia\n`, /timeZone/u],
    ['an unknown key', `${NODE}colour: red\n`, /colour/u],
    ['an id with a space', NODE.replace('id: textile', 'id: "tex tile"'), /scales/u],
    ['a role that is none', 'role: robot', /role/u],
    [
      'a pin of two devices, whatever it is called',
      WHOLE_YARD.replace('pin: 2 }', 'pin: 14 }'),
      /pin A0 of .* is used by saw and again by drill/u,
    ],
    ['a port of two kinds of boards', WHOLE_YARD.replace('/dev/ttyS1', BOARD), /usb-tools is an indicator and also a tool board/u],
    ['an id of two devices', WHOLE_YARD.replace('id: floor', 'id: saw'), /the id saw is used by Inname and again by Zaag/u],
    ['a protocol nobody speaks', WHOLE_YARD.replace('protocol: and', 'protocol: morse'), /indicators/u],
  ])('refuses %s and writes nothing', async (_case, answers, reason) => {
    const { code, said, out } = await setup(answers);
    expect(code).toBe(2);
    expect(said).toMatch(/^KW_CONFIG_INVALID/u);
    expect(said).toMatch(reason);
    expect(existsSync(out)).toBe(false);
    expect(existsSync(`${out}.new`)).toBe(false);
  });

  it('keeps a configuration that is there, and with --force keeps the one before', async () => {
    const { out } = await setup(NODE);
    const before = readFileSync(out, 'utf8');
    const other = NODE.replace('node: yard', 'node: shop');
    expect(await setup(other)).toMatchObject({ code: 2, said: expect.stringMatching(/KW_USAGE.*--force/u) });
    expect(readFileSync(out, 'utf8')).toBe(before);
    expect((await setup(other, ['--force'])).code).toBe(0);
    expect(readFileSync(`${out}.before`, 'utf8')).toBe(before);
    expect(loadNodeConfig({ file: out }).config.node).toBe('shop');
  });
});

/** A person at a terminal who answers each question as soon as it stands there. */
function personAt(answers: readonly (readonly [question: string, keys: string])[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...answers];
  let shown = '';
  output.on('data', (bytes: Buffer) => {
    shown += bytes.toString('utf8');
    const [question, keys] = left[0] ?? ['', ''];
    if (left.length === 0 || !shown.includes(question)) return;
    left.shift();
    shown = '';
    setImmediate(() => input.write(keys));
  });
  return { ask: terminalPrompter({ input, output, signal: AbortSignal.timeout(20_000) }), left };
}

const ENTER = '\r';
const DOWN = '\u001b[B';

describe('the wizard', () => {
  it('leads from questions to the answers of a node', async () => {
    const { ask, left } = personAt([
      ['What is this machine?', DOWN],
      ['', ENTER],
      ['Id of the site', `kringloop${ENTER}`],
      ['Time zone', ENTER],
      ['Id of this node', ENTER],
      ['Is a scale board plugged in?', ENTER],
      ['Name of the scale', `Textiel 1${ENTER}`],
      ['Its serial port', ENTER],
      ['How many amplifiers', ENTER],
      ['Most it may weigh', ENTER],
      ['Smallest step', ENTER],
      ['Where is it?', ENTER],
      ['Another scale?', ENTER],
      ['weighing indicator', 'y'],
      ['Name of its scale', `Inname${ENTER}`],
      ['Its serial port', DOWN],
      ['', ENTER],
      ['Path of the serial port', `/dev/ttyS1${ENTER}`],
      ['What does it speak?', ENTER],
      ['Speed of its line', ENTER],
      ['without being asked', ENTER],
      ['Most it may weigh', ENTER],
      ['Smallest step', ENTER],
      ['Where is it?', ENTER],
      ['Another indicator?', ENTER],
      ['light beams', 'y'],
      ['Name of the door', `Ingang${ENTER}`],
      ['beam A', ENTER],
      ['beam B', ENTER],
      ['Another door?', ENTER],
      ['Is a tool board plugged in?', 'y'],
      ['What is wired to it?', ENTER],
      ['Name of the tool', `Zaag${ENTER}`],
      ['Its serial port', DOWN],
      ['', ENTER],
      ['Path of the serial port', `/dev/ttyUSB7${ENTER}`],
      ['Analog pin of the clamp', ENTER],
      ['Amperes per volt', ENTER],
      ['and idle', ENTER],
      ['when working', ENTER],
      ['Anything else', 'y'],
      ['What is wired to it?', DOWN],
      ['', DOWN],
      ['', ENTER],
      ['Name of the level', `Niveau${ENTER}`],
      ['Its serial port', DOWN],
      ['', ENTER],
      ['Path of the serial port', `/dev/ttyUSB7${ENTER}`],
      ['Analog pin of the sensor', `\u007f1${ENTER}`],
      ['is empty', ENTER],
      ['is full', ENTER],
      ['per volt', `1000${ENTER}`],
      ['Anything else', ENTER],
    ]);
    const offered = {
      ports: [{ path: '/dev/serial/by-id/usb-board', label: 'usb-board' }],
      hostName: 'Pi van Jan',
      timeZone: 'Europe/Amsterdam',
    };
    const answers = parseAnswers(await askAnswers(ask, offered), 'of the wizard');
    expect(left).toEqual([]);
    expect(answers).toEqual({
      role: 'node',
      site: 'kringloop',
      node: 'pi-van-jan',
      timeZone: 'Europe/Amsterdam',
      scales: [
        {
          id: 'textiel-1',
          name: 'Textiel 1',
          port: '/dev/serial/by-id/usb-board',
          role: 'intake',
          capacityKg: 300,
          divisionKg: 0.1,
          channels: [1],
        },
      ],
      indicators: [
        {
          id: 'inname',
          name: 'Inname',
          port: '/dev/ttyS1',
          protocol: 'mt-sics',
          baud: 9_600,
          sendsByItself: false,
          role: 'intake',
          capacityKg: 300,
          divisionKg: 0.1,
        },
      ],
      doors: [{ id: 'ingang', name: 'Ingang', lineA: 17, lineB: 27 }],
      tools: [{ id: 'zaag', name: 'Zaag', port: '/dev/ttyUSB7', sensor: 'clamp', pin: 'A0', ampsPerVolt: 30, idleAmps: 0.3, runAmps: 2 }],
      levels: [
        { id: 'niveau', name: 'Niveau', port: '/dev/ttyUSB7', pin: 'A1', emptyMm: 2_000, fullMm: 300, mmPerVolt: 1_000, mmAtZeroV: 0 },
      ],
    });
  });

  it('writes nothing when the person stops', async () => {
    const { ask } = personAt([['What is this machine?', '\u0003']]);
    await expect(askAnswers(ask, { ports: [], hostName: 'pi', timeZone: 'UTC' })).rejects.toMatchObject({ code: 'KW_USAGE' });
  });
});

describe('the serial ports found', () => {
  it('have the name that stays: serial number, else socket, else the device', () => {
    for (const below of ['serial/by-id', 'kringwijzer']) mkdirSync(join(folder, below), { recursive: true });
    for (const name of ['ttyUSB0', 'ttyUSB1', 'ttyACM0', 'tty1']) writeFileSync(join(folder, name), '');
    symlinkSync('../../ttyUSB0', join(folder, 'serial/by-id/usb-1a86_board'));
    symlinkSync('../../gone', join(folder, 'serial/by-id/usb-gone'));
    symlinkSync('../ttyUSB1', join(folder, 'kringwijzer/port-usb-1_2'));
    expect(findSerialPorts(folder).map(({ path }) => path.slice(folder.length))).toEqual([
      '/ttyACM0',
      '/serial/by-id/usb-1a86_board',
      '/kringwijzer/port-usb-1_2',
    ]);
    expect(findSerialPorts(join(folder, 'nowhere'))).toEqual([]);
  });
});
