import type { NodeLive } from '@kringwijzer/contract';

/** A version and the names of the nodes that run it. */
export interface VersionUse {
  readonly version: string;
  readonly names: readonly string[];
}

/** The versions that run at a site, the one of most nodes first; a node that never told its version is left out. */
export function versionsOf(nodes: readonly Pick<NodeLive, 'name' | 'status'>[]): readonly VersionUse[] {
  const names = new Map<string, string[]>();
  for (const { name, status } of nodes) {
    if (status !== undefined) names.set(status.version, [...(names.get(status.version) ?? []), name]);
  }
  return [...names]
    .map(([version, used]) => ({ version, names: used }))
    .toSorted((a, b) => b.names.length - a.names.length || (a.version < b.version ? -1 : 1));
}
