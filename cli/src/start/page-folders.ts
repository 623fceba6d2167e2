import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KwError } from '@kringwijzer/contract';

const builtPages = (workspace: string): string => fileURLToPath(new URL(`../../../${workspace}/dist`, import.meta.url));

/** Folders of the built pages. Throws KW_NOT_BUILT when one is missing. */
export function pageFolders(): { readonly dashboards: string; readonly kiosk: string } {
  const folders = { dashboards: builtPages('dashboards'), kiosk: builtPages('kiosk') };
  for (const folder of Object.values(folders)) {
    if (!existsSync(`${folder}/index.html`)) throw new KwError('KW_NOT_BUILT', { reason: `${folder} has no page` });
  }
  return folders;
}
