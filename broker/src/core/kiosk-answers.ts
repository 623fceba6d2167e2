import { HOUR_MS, type KioskOpinionRequest, type KioskStreamRequest, MINUTE_MS, type Stream } from '@kringwijzer/contract';
import type { CorrectionDesk } from '../ports/correction-desk.ts';
import type { SeriesKey, SeriesStore, StoredEvent } from '../ports/series-store.ts';

export interface KioskAnswersDeps {
  /** Where records can be corrected, a deposit's record carries its stream from then on. */
  readonly store: Pick<SeriesStore, 'write' | 'range' | 'events'> & { readonly corrections?: CorrectionDesk };
  readonly site: string;
  readonly nowMs: () => number;
}

/** What visitors tell the kiosk, kept as sums per hour: never who, never when within the hour. */
export interface KioskAnswers {
  /** Counts one opinion; suspect ones (bursts) apart. */
  readonly opinion: (kiosk: string, answer: KioskOpinionRequest) => Promise<void>;
  /**
   * Adds the mass of the named deposits to their stream, each deposit once. Answers how many were known; older ones than ten
   * minutes are not: the question stands for half a minute.
   */
  readonly stream: (kiosk: string, answer: KioskStreamRequest) => Promise<number>;
}

const ASKED_WITHIN_MS = 10 * MINUTE_MS;
const DEPOSITS_LOOKED_AT = 100;
const TAGGED_REMEMBERED = 1_000;

/** Adds answers to the sums of their hour, one after the other, so that two taps are never counted as one. */
export function createKioskAnswers({ store, site, nowMs }: KioskAnswersDeps): KioskAnswers {
  const tagged = new Set<string>();
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = before.then(work);
    before = mine.catch(() => undefined); // the caller hears of it; the next one must not wait for it
    return mine;
  };

  const add = async (series: SeriesKey, by: number): Promise<void> => {
    const at = Math.floor(nowMs() / HOUR_MS) * HOUR_MS;
    let sum = by;
    const { measurement, field, tags } = series;
    for await (const sample of store.range({ match: { measurement, field, tags }, from: at, to: at + 1 })) sum += sample.value;
    await store.write([{ series, at, value: sum }]);
  };

  /** The correction bears the deposit's own time: when somebody tapped is nobody's business. */
  const file = async ({ id, record }: StoredEvent, kiosk: string, stream: Stream): Promise<void> => {
    if (record.kind !== 'deposit') return;
    await store.corrections?.correct({
      id,
      by: `kiosk ${kiosk}`,
      why: 'stream told by the visitor',
      at: record.at,
      record: { ...record, stream },
    });
  };

  return {
    opinion: (kiosk, { face, suspect }) =>
      inTurn(() => {
        const tags = { site, kiosk, face, burst: suspect ? 'yes' : 'no' };
        return add({ measurement: 'kiosk_opinion', tags, field: 'count', unit: '{answer}', kind: 'delta' }, 1);
      }),
    stream: (kiosk, { deposits, stream }) =>
      inTurn(async () => {
        const recent = await store.events({
          kinds: ['deposit'],
          from: nowMs() - ASKED_WITHIN_MS,
          order: 'desc',
          limit: DEPOSITS_LOOKED_AT,
        });
        const wanted = new Set(deposits.filter((id) => !tagged.has(id)));
        // The kiosk knows a deposit without its node: see publicDepositOf.
        // A deposit that has a stream was filed before: by its node, by staff, or by an earlier tap.
        const found = recent.filter(({ boot, seq, record }) => wanted.has(`${boot}/${seq}`) && !('stream' in record && record.stream));
        const massG = found.reduce((sum, { record }) => sum + (record.kind === 'deposit' ? record.massG : 0), 0);
        if (found.length === 0) return 0;
        const tags = { site, kiosk, stream };
        await add({ measurement: 'kiosk_stream', tags, field: 'mass_g', unit: 'g', kind: 'delta' }, massG);
        await add({ measurement: 'kiosk_stream', tags, field: 'count', unit: '{deposit}', kind: 'delta' }, found.length);
        for (const event of found) {
          await file(event, kiosk, stream);
          remember(tagged, `${event.boot}/${event.seq}`);
        }
        return found.length;
      }),
  };
}

function remember(tagged: Set<string>, id: string): void {
  tagged.add(id);
  for (const oldest of tagged) {
    if (tagged.size <= TAGGED_REMEMBERED) return;
    tagged.delete(oldest);
  }
}
