import type { Random } from './random.ts';

/** Who asks, and the routes there are as `METHOD /path/{id}`. */
export interface HttpTarget {
  readonly cookie: string;
  readonly csrf: string;
  readonly routes: readonly [string, ...string[]];
}

const HUGE = 'x'.repeat(3_000);
const IDS = [
  'nothing',
  '%00',
  '%ff%fe',
  '..%2f..%2fetc',
  '9'.repeat(400),
  '-1',
  '__proto__',
  'constructor',
  "'%3B--",
  HUGE,
  '%F0%9F%9A%B2',
] as const;
const VALUES = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  '9007199254740993',
  '%00',
  '%ff',
  '[]',
  '{}',
  'deposit',
  'year',
  'true',
  '2026-02-30',
  HUGE,
] as const;
const KEYS = [
  'from',
  'to',
  'limit',
  'kinds',
  'measurement',
  'bucket',
  'id',
  'order',
  'period',
  'year',
  'node',
  '__proto__',
  '%ff',
  'match',
] as const;
const BODIES = [
  '{}',
  '[]',
  'null',
  '{"a":',
  '{"__proto__":{"role":"admin"}}',
  '"\\ud800"',
  `{"name":"${'y'.repeat(2_000)}"}`,
  '['.repeat(5_000),
  '{"node":1e999,"at":-1,"value":{"a":[null]}}',
  '\u00ff\u00fe\u0000',
] as const;
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data; boundary=x',
  'x/\u00ff',
  '',
] as const;

/** One request that is wrong in some way, as bytes, and what it is in words for whoever reads a failure. */
export function hostileRequest(random: Random, { cookie, csrf, routes }: HttpTarget): { readonly what: string; readonly bytes: Buffer } {
  const [method = 'GET', path = '/'] = random.pick(routes).split(' ');
  const query = Array.from({ length: random.int(4) }, () => `${random.pick(KEYS)}=${random.pick(VALUES)}`).join('&');
  const url = `${path.replaceAll(/\{\w+\}/gu, () => random.pick(IDS))}${query === '' ? '' : `?${query}`}`;
  const body = method === 'GET' ? '' : random.pick(BODIES);
  const lines = [
    `${random.int(20) === 0 ? 'PATCH' : method} ${url} HTTP/1.1`,
    'host: x',
    'connection: close',
    `cookie: ${random.int(10) === 0 ? 'kw_session=%00%ff' : cookie}`,
    ...(random.int(10) === 0 ? [] : [`x-kw-csrf: ${csrf}`]),
    ...(path.endsWith('/stream') ? [`last-event-id: ${random.pick(VALUES)}`] : []),
    ...bodyLines(random, body),
  ];
  const text = `${lines.join('\r\n')}\r\n\r\n`;
  // A live stream goes on for ever: it is cut off by what follows a request that was whole.
  return { what: `${method} ${url.slice(0, 200)}`, bytes: Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(body, 'latin1')]) };
}

/** Lengths that are right, too small, too large, no number or not there. */
function bodyLines(random: Random, body: string): readonly string[] {
  if (body === '') return [];
  const type = `content-type: ${random.pick(TYPES)}`;
  switch (random.int(8)) {
    case 0:
      return [type, `content-length: ${body.length + 50}`];
    case 1:
      return [type, `content-length: ${Math.max(0, body.length - 1)}`];
    case 2:
      return [type, 'content-length: 99999999999999999999'];
    case 3:
      return [type, 'content-length: -5'];
    case 4:
      return [type, 'transfer-encoding: chunked'];
    default:
      return [type, `content-length: ${body.length}`];
  }
}
