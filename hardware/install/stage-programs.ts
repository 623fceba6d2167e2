import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { productionModules } from './production-modules.ts';

/** Never read while the programs run: sources, types, maps, tests and what a native module was compiled from. */
const LEFT_OUT = [
  /\/\.[^/]+$/u,
  /\.(?:map|d\.[cm]?ts|[cm]?ts|tsbuildinfo|md|markdown|flow)$/u,
  /\/(?:test|tests|__tests__|example|examples|benchmark|benchmarks|\.github|coverage)$/u,
  /\/better-sqlite3\/(?:deps|src|build|binding\.gyp)$/u,
  /\/epoll\/(?:src|build|binding\.gyp)$/u,
  /\/bindings-cpp\/(?:src|build|binding\.gyp|prebuilds)$/u,
];
/** Folders of a workspace that its programs read. */
const WORKSPACE_FOLDERS = ['dist', 'bin', 'firmware/hex'];
/** Pages that the hub serves, and the kiosk's runner. */
const BUILT = ['dashboards/dist', 'kiosk/dist', 'kiosk/app/dist', 'kiosk/app/package.json'];

const wanted = (path: string): boolean => !LEFT_OUT.some((pattern) => pattern.test(path));

/** Copies the built programs with their production packages into `to`; native parts are left out. Throws Error when something is not built. */
export function stagePrograms(root: string, to: string): void {
  const { workspaces, packages } = productionModules(root, 'cli');
  mkdirSync(to, { recursive: true });
  for (const workspace of workspaces) stageWorkspace(root, to, workspace);
  for (const path of packages) copy(join(root, path), join(to, path));
  for (const path of BUILT) copyBuilt(root, to, path);
  cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'));
}

function stageWorkspace(root: string, to: string, workspace: string): void {
  cpSync(join(root, workspace, 'package.json'), join(to, workspace, 'package.json'));
  copyBuilt(root, to, `${workspace}/dist`);
  for (const folder of WORKSPACE_FOLDERS) {
    const from = join(root, workspace, folder);
    if (folder !== 'dist' && existsSync(from)) copy(from, join(to, workspace, folder));
  }
  const { name } = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')) as { readonly name: string };
  const link = join(to, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(to, workspace)), link);
}

function copyBuilt(root: string, to: string, path: string): void {
  if (!existsSync(join(root, path))) throw new Error(`${path} is not built; run npm run build`);
  copy(join(root, path), join(to, path));
}

/** Without the package's own node_modules: what of those is needed is in the list itself. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => (path === from || basename(path) !== 'node_modules') && wanted(path) });
}
