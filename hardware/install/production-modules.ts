import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Lock = Readonly<Record<string, LockEntry>>;

/** What a workspace needs to run, as paths below the root of the project. */
export interface ProductionModules {
  /** Other workspaces, such as `broker`. */
  readonly workspaces: readonly string[];
  /** Packages, such as `node_modules/a/node_modules/b`. */
  readonly packages: readonly string[];
}

/** Packages that are only used to compile or to type others. */
const BUILD_ONLY = /(?:^|\/)node_modules\/(?:@types\/|(?:nan|node-addon-api|prebuild-install)$)/u;

/** Follows the production dependencies of a workspace through the lock file. Throws Error when an installed one is missing. */
export function productionModules(root: string, workspace: string): ProductionModules {
  const lock = (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { readonly packages: Lock }).packages;
  const found = new Set<string>([workspace]);
  // A set grows while it is walked: what is added is visited too.
  for (const path of found) {
    for (const name of Object.keys(lock[path]?.dependencies ?? {})) found.add(needed(root, path, name, lock));
    for (const name of Object.keys(lock[path]?.optionalDependencies ?? {})) {
      const optional = resolve(path, name, lock);
      if (optional !== undefined && existsSync(join(root, optional))) found.add(optional);
    }
  }
  const all = [...found].filter((path) => !BUILD_ONLY.test(path)).toSorted();
  return {
    workspaces: all.filter((path) => !path.includes('node_modules/')),
    packages: all.filter((path) => path.includes('node_modules/')),
  };
}

function needed(root: string, from: string, name: string, lock: Lock): string {
  const path = resolve(from, name, lock);
  if (path === undefined || !existsSync(join(root, path))) throw new Error(`${name}, which ${from} needs, is not installed; run npm ci`);
  return path;
}

/** Where Node.js finds a package from another one: the nearest node_modules upwards. */
function resolve(from: string, name: string, lock: Lock): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    const entry = lock[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
    if (at === '') return undefined;
  }
}
