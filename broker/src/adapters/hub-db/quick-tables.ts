import type Database from 'better-sqlite3';
import type { HubDb, PinRow, TabletRow } from '../../ports/hub-db.ts';

/** PINs and the tablets on which they work. */
export function openQuickTables(db: Database.Database): Pick<HubDb, 'pins' | 'tablets'> {
  const findPin = db.prepare<[string], PinRow>('SELECT * FROM pin WHERE name = ?');
  const listPins = db.prepare<[], PinRow>('SELECT * FROM pin ORDER BY name');
  const putPin = db.prepare('INSERT OR REPLACE INTO pin (name, pinHash, failures) VALUES (@name, @pinHash, @failures)');
  const removePin = db.prepare('DELETE FROM pin WHERE name = ?');
  const findTablet = db.prepare<[string], TabletRow>('SELECT * FROM tablet WHERE idHash = ?');
  const listTablets = db.prepare<[], TabletRow>('SELECT * FROM tablet ORDER BY at DESC');
  const putTablet = db.prepare('INSERT OR REPLACE INTO tablet (idHash, name, by, at) VALUES (@idHash, @name, @by, @at)');
  const removeTablet = db.prepare('DELETE FROM tablet WHERE idHash = ?');
  return {
    pins: {
      find: (name) => findPin.get(name),
      list: () => listPins.all(),
      put: (row) => void putPin.run(row),
      remove: (name) => void removePin.run(name),
    },
    tablets: {
      find: (idHash) => findTablet.get(idHash),
      list: () => listTablets.all(),
      put: (row) => void putTablet.run(row),
      remove: (idHash) => void removeTablet.run(idHash),
    },
  };
}
