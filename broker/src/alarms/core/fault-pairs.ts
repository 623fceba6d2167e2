import type { AlarmText } from '@kringwijzer/contract';

type Pair = readonly [what: string, todo: string];
/** What a fault code means and what to do, in one language. */
export type PairTable = Readonly<Record<string, Pair>>;
type Other = (code: string) => Pair;

/** Words of a fault by its code; a general sentence with the code for one without words of its own. */
export function faultWordsOf(table: PairTable, name: string, code: string, other: Other): AlarmText {
  const [what, todo] = table[code] ?? other(code);
  return { title: `${name}: ${what}`, todo };
}

/** Words of a disk: of the fault a node found, or of the free space that was measured. */
export function diskWords(
  table: PairTable,
  disk: { readonly name: string; readonly code: string; readonly freeMb: number },
  measured: (freeMb: number, name: string) => AlarmText,
): AlarmText {
  const known = table[disk.code];
  return known === undefined ? measured(disk.freeMb, disk.name) : { title: `${disk.name}: ${known[0]}`, todo: known[1] };
}
