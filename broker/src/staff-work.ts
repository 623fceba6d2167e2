import { createEmptyings, type Emptyings } from './core/emptyings.ts';
import { PinDoor } from './core/pin-door.ts';
import { Roster } from './core/roster.ts';
import type { HubCore } from './hub-core.ts';

/** What staff write down beside the sensors. */
export interface StaffWork {
  readonly emptyings: Emptyings;
  readonly roster: Roster;
  readonly pinDoor: PinDoor;
}

/** Opens it and puts what was written into the live picture. */
export async function openStaffWork({ store, db, live, stream, people, secrets, nowMs }: HubCore): Promise<StaffWork> {
  const emptyings = createEmptyings({ store, words: db.staff.emptyings, live, push: (changes) => stream.push(changes), nowMs });
  await emptyings.rebuild();
  return { emptyings, roster: new Roster({ db, secrets, nowMs }), pinDoor: new PinDoor({ db, secrets, people, nowMs }) };
}
