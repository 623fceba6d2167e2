import type { Bundle } from '../src/content/schema.ts';
import { type Sounds } from '../src/content/spoken.ts';
/**
 * Puts a sound for each text beside the built page: a recording from `audio/<language>/<name>.mp3|ogg|wav` of the content folder where there
 * is one, else one made by espeak-ng when it is installed. Answers what there is.
 */
export declare function makeSounds(options: { readonly from: string; readonly to: string; readonly bundle: Bundle }): Sounds;
