import { HOUR_MS } from '@kringwijzer/contract';
import type { HubConfig } from './config.ts';
import { createPhotoMaker } from './content/adapters/photo-maker.ts';
import { createDeviceCare, type DeviceCare } from './core/device-care.ts';
import { createEmptyings, type Emptyings } from './core/emptyings.ts';
import { createOutcomes, type Outcomes } from './core/outcomes.ts';
import { PinDoor } from './core/pin-door.ts';
import { Roster } from './core/roster.ts';
import type { HubCore } from './hub-core.ts';
import type { Job } from './jobs.ts';
import type { Monitoring } from './monitoring/monitoring.ts';

/** What staff write down beside the sensors, and the people who do. */
export interface StaffWork {
  readonly emptyings: Emptyings;
  readonly outcomes: Outcomes;
  readonly care: DeviceCare;
  readonly roster: Roster;
  readonly pinDoor: PinDoor;
  readonly jobs: readonly Job[];
}

/** Opens it and puts what was written into the live picture. */
export async function openStaffWork(config: HubConfig, core: HubCore, { journal }: Pick<Monitoring, 'journal'>): Promise<StaffWork> {
  const { store, db, live, stream, people, secrets, nowMs } = core;
  const push: typeof stream.push = (changes) => stream.push(changes);
  const care = createDeviceCare({ log: db.staff.care, live, push, nowMs });
  care.rebuild();
  const emptyings = createEmptyings({ store, words: db.staff.emptyings, live, push, nowMs });
  await emptyings.rebuild();
  const outcomes = openOutcomes(config, core, journal);
  live.outcomes(outcomes.shares());
  const roster = new Roster({ db, secrets, nowMs });
  const pinDoor = new PinDoor({ db, secrets, people, nowMs });
  // Registers change the shares too, and old lines fall out of the year.
  const shares: Job = { name: 'outcome shares', everyMs: HOUR_MS, run: async () => live.outcomes(outcomes.shares()) };
  return { emptyings, outcomes, care, roster, pinDoor, jobs: [shares] };
}

function openOutcomes({ site }: HubConfig, { db, log, nowMs }: HubCore, journal: Monitoring['journal']): Outcomes {
  const photos = createPhotoMaker();
  const year = new Intl.DateTimeFormat('en', { timeZone: site.timeZone, year: 'numeric' });
  const mine = log.child({ component: 'outcomes' });
  return createOutcomes({
    journal,
    log: db.staff,
    nowMs,
    shrink: async (base64) => (await photos.make(Buffer.from(base64, 'base64'))).small,
    onPhotoLost: (client, err) => mine.warn({ client, err }, 'photo could not be kept'),
    yearOf: (atMs) => Number(year.format(atMs)),
  });
}
