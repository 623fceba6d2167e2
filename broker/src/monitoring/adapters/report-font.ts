import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FILE = '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2';

/** The letter of reports as base64, so that a page needs nothing from outside. */
export const reportFont = (): string => readFileSync(createRequire(import.meta.url).resolve(FILE)).toString('base64');
