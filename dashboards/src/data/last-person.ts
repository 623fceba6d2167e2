import type { Role } from '@kringwijzer/contract';

const KEY = 'kw-person-1';

/** Who used this browser last; the hub asks again before it does anything. */
export interface LastPerson {
  readonly name: string;
  readonly role: Role;
}

/** The person of an earlier visit who did not sign out; undefined when there is none or the browser keeps nothing. */
export function recallPerson(): LastPerson | undefined {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as LastPerson);
  } catch {
    return undefined; // private windows may refuse storage
  }
}

/** Remembers the person for work without the hub; undefined forgets. */
export function keepPerson(person: LastPerson | undefined): void {
  try {
    if (person === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify({ name: person.name, role: person.role }));
  } catch {
    // Refused storage costs only work without the hub after a reload.
  }
}
