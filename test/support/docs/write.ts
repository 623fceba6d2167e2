import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GENERATED_PAGES } from './pages.ts';

const root = new URL('../../../', import.meta.url);
for (const page of GENERATED_PAGES) await writeFile(fileURLToPath(new URL(page.path, root)), await page.text());
