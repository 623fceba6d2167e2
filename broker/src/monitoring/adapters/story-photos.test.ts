import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTENT_FOLDER } from '../../content/adapters/copy-content.ts';
import { photoStories } from './story-photos.ts';

const VERSION = '0123456789abcdef';
const PHOTO = 'photo-00112233445566aa.webp';
const story = (title: string, image: string) => ({
  id: title,
  title: { nl: title },
  text: { nl: 'Van kast tot boekenplank.' },
  images: [image],
  consent: true,
});

function folderWith(bundle: unknown): string {
  const data = mkdtempSync(join(tmpdir(), 'kw-photos-'));
  const images = join(data, CONTENT_FOLDER, 'bundles', VERSION, 'images');
  mkdirSync(images, { recursive: true });
  writeFileSync(join(data, CONTENT_FOLDER, 'published.json'), JSON.stringify({ schemaVersion: 1, current: VERSION, bundles: [] }));
  writeFileSync(join(images, '..', 'bundle.json'), typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
  writeFileSync(join(images, PHOTO), 'a photo');
  return data;
}

describe('stories with a photo', () => {
  it('are those of the published content that have a real photo', () => {
    const stories = [
      story('Kast', `images/${PHOTO}`),
      story('Tekening', 'images/lamp.svg'),
      story('Weg', 'images/photo-ffffffffffffffff.webp'),
    ];
    const found = photoStories(folderWith({ schemaVersion: 1, streams: [{ id: 'furniture', stories }] }));
    expect(found).toMatchObject([
      { title: 'Kast', text: 'Van kast tot boekenplank.', photoBase64: Buffer.from('a photo').toString('base64') },
    ]);
  });

  it('are none on a hub that never published any, or whose file is damaged', () => {
    expect(photoStories(mkdtempSync(join(tmpdir(), 'kw-photos-')))).toEqual([]);
    expect(photoStories(folderWith('{"streams":'))).toEqual([]);
    expect(photoStories(folderWith({ streams: 'none' }))).toEqual([]);
  });
});
