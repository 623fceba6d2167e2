import type { KwRecord } from '@kringwijzer/contract';

const WEIGHT_MS = 10_000;
const MINUTE_MS = 60_000;
const DEPOSIT_MS = 8 * MINUTE_MS;
const DAY_MS = 86_400_000;
const [OPEN_FROM_MS, OPEN_TO_MS] = [9 * 3_600_000, 17 * 3_600_000];

/**
 * What a node with a scale, a door and a level sensor records from `fromMs` up to `toMs`, both whole multiples of 10 s (UTC epoch ms):
 * a weight each 10 s, health and level each minute, and from 9 to 17 h passages each minute and a gift each 8 minutes. 12,060
 * records a day. The same times give the same records.
 */
export function* siteRecords(fromMs: number, toMs: number): Generator<KwRecord> {
  for (let at = fromMs; at < toMs; at += WEIGHT_MS) {
    yield weightAt(at);
    if (at % MINUTE_MS !== 0) continue;
    yield {
      kind: 'health',
      device: 'node',
      at,
      uptimeS: 600,
      rssMb: 71,
      cpuRatio: 0.02,
      diskFreeMb: 9_000,
      spoolRecords: 40,
      spoolAgeS: 60,
    };
    yield { kind: 'level', device: 'level-1', at, n: 60, distanceMm: 1_400 - ((at / MINUTE_MS) % 900), fillRatio: 0.4 };
    const timeOfDayMs = at % DAY_MS;
    if (timeOfDayMs < OPEN_FROM_MS || timeOfDayMs >= OPEN_TO_MS) continue;
    yield { kind: 'passages', device: 'door-1', at, in: (at / MINUTE_MS) % 4, out: (at / MINUTE_MS) % 3, missed: 0 };
    if (at % DEPOSIT_MS === 0) yield giftAt(at);
  }
}

function weightAt(at: number): KwRecord {
  const grossG = 400_000 + ((at / WEIGHT_MS) % 977) * 10;
  const around = { meanG: grossG, minG: grossG - 40, maxG: grossG + 60, lastG: grossG, netG: grossG };
  return { kind: 'weight', device: 'scale-1', at, durationMs: WEIGHT_MS, n: 100, ...around, stable: true };
}

function giftAt(at: number): KwRecord {
  const massG = 1_000 + ((at / DEPOSIT_MS) % 61) * 250;
  const [beforeG, afterG] = [400_000, 400_000 + massG];
  return { kind: 'deposit', device: 'scale-1', at, massG, uncertaintyG: 300, confidence: 0.9, fromAt: at - 5_000, beforeG, afterG };
}
