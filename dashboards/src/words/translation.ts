import type { CatalogueOf, Language } from '@kringwijzer/ui';
import type { Reference as Frame } from './nl.ts';
import type { WorkReference } from './work-nl.ts';

/** All words of the staff pages' own parts. */
export type Reference = Frame & WorkReference;

/** Words of another language, as far as somebody wrote them; what is missing is said in English. Places and plural forms are checked. */
export type Translation<L extends Language> = Partial<CatalogueOf<Reference, L>>;
