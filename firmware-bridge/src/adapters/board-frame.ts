/** A frame of the scale board, taken apart. Format: docs/serial-protocol.md. */
export type BoardFrame =
  | { readonly type: 'sample'; readonly seq: number; readonly ms: number; readonly raw: readonly (number | undefined)[] }
  | {
      readonly type: 'identity';
      readonly name: string;
      readonly version: string;
      readonly protocol: number;
      readonly boardId: string;
      readonly channels: number;
      readonly gain: string;
    }
  | { readonly type: 'event'; readonly code: 'MISSING' | 'STUCK' | 'BACK' | 'WATCHDOG'; readonly channel: number }
  | { readonly type: 'answer'; readonly letter: string; readonly ok: boolean; readonly reason: string | undefined };

const SEQ_MAX = 65_535;
const MS_MAX = 4_294_967_295;
const RAW_MIN = -8_388_608;
const RAW_MAX = 8_388_607;
const FRAME = /^\$([ -#%-)+-~]{1,80})\*([0-9A-F]{4})$/u;
const WHOLE = /^(0|-?[1-9]\d{0,9})$/u;

/** CRC-16/CCITT-FALSE of latin-1 text: polynomial 0x1021, start 0xFFFF. `123456789` gives 0x29B1 (CRC catalogue of G. Cook). */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= (text.charCodeAt(at) & 0xff) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** The frame of one line without its line feed; undefined when it is not one or its CRC is wrong. Never throws. */
export function parseBoardFrame(line: string): BoardFrame | undefined {
  const [, payload, crc] = FRAME.exec(line) ?? [];
  if (payload === undefined || crc === undefined || Number.parseInt(crc, 16) !== crc16(payload)) return undefined;
  const [kind, ...fields] = payload.split(',');
  switch (kind) {
    case 'S':
      return parseSample(fields);
    case 'H':
      return parseIdentity(fields);
    case 'E':
      return parseEvent(fields);
    case 'A':
      return parseAnswer(fields);
    default:
      return undefined;
  }
}

function wholeOf(text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined || !WHOLE.test(text)) return undefined;
  const value = Number(text);
  return value >= low && value <= high ? value : undefined;
}

function parseSample([seqText, msText, ...rawTexts]: readonly string[]): BoardFrame | undefined {
  const seq = wholeOf(seqText, 0, SEQ_MAX);
  const ms = wholeOf(msText, 0, MS_MAX);
  if (seq === undefined || ms === undefined || rawTexts.length < 1 || rawTexts.length > 4) return undefined;
  const raw = rawTexts.map((text) => (text === '-' ? undefined : wholeOf(text, RAW_MIN, RAW_MAX)));
  const wrong = raw.some((value, at) => value === undefined && rawTexts[at] !== '-');
  return wrong ? undefined : { type: 'sample', seq, ms, raw };
}

function parseIdentity(fields: readonly string[]): BoardFrame | undefined {
  const [name, version, protocolText, boardId, channelText, gain] = fields;
  const protocol = wholeOf(protocolText, 0, 999);
  const channels = wholeOf(channelText, 1, 4);
  if (fields.length !== 6 || !name || !version || !boardId || !gain || protocol === undefined || channels === undefined) return undefined;
  return { type: 'identity', name, version, protocol, boardId, channels, gain };
}

const EVENTS = ['MISSING', 'STUCK', 'BACK', 'WATCHDOG'] as const;

function parseEvent([codeText, channelText, ...rest]: readonly string[]): BoardFrame | undefined {
  const code = EVENTS.find((one) => one === codeText);
  const channel = wholeOf(channelText, 0, 4);
  return code === undefined || channel === undefined || rest.length > 0 ? undefined : { type: 'event', code, channel };
}

function parseAnswer([letter, verdict, reason, ...rest]: readonly string[]): BoardFrame | undefined {
  if (letter?.length !== 1 || rest.length > 0 || (verdict !== 'OK' && verdict !== 'ERR')) return undefined;
  return { type: 'answer', letter, ok: verdict === 'OK', reason };
}
