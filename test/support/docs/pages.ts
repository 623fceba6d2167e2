import { httpPage, topicsPage } from '@kringwijzer/broker';
import { configMarkdown } from '@kringwijzer/firmware-bridge';
import { errorsPage } from './errors-page.ts';
import { hubConfigPage } from './hub-config-page.ts';

/** A page of docs/ that is made from the code: its path from the root and how to make its text. */
export interface GeneratedPage {
  readonly path: string;
  readonly text: () => string | Promise<string>;
}

/** Every generated page; `npm run docs` writes them and a test compares them. */
export const GENERATED_PAGES: readonly GeneratedPage[] = [
  { path: 'docs/errors.md', text: errorsPage },
  { path: 'docs/topics.md', text: topicsPage },
  { path: 'docs/http.md', text: httpPage },
  { path: 'docs/config-hub.md', text: hubConfigPage },
  { path: 'docs/config-node.md', text: configMarkdown },
];
