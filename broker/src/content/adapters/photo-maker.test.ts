import { crc32, deflateSync } from 'node:zlib';
import { isKwError } from '@kringwijzer/contract';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPhotoMaker } from './photo-maker.ts';

const maker = createPhotoMaker();
const GPS = { GPSLatitudeRef: 'N', GPSLatitude: '52/1 5/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '5/1 7/1 0/1' };

/** A photo that is red on its left half, as a phone held on its side would store it. */
async function sidewaysPhoto(): Promise<Buffer> {
  const red = await sharp({ create: { width: 1_000, height: 1_500, channels: 3, background: '#cc0000' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 2_000, height: 1_500, channels: 3, background: '#0000cc' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .jpeg()
    .withExif({ IFD0: { Make: 'Telefoon', Copyright: 'Anwar' }, IFD3: GPS })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** A PNG of a few hundred bytes that says it is 60,000 by 60,000 pixels. */
function bomb(): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(60_000, 0);
  size.writeUInt32BE(60_000, 4);
  size.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', size),
    pngChunk('IDAT', deflateSync(Buffer.alloc(8_000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const codeOf = (photo: Buffer): Promise<string> =>
  maker.make(photo).then(
    () => 'taken',
    (error: unknown) => (isKwError(error) ? error.code : String(error)),
  );

describe('a photo for the kiosk', () => {
  it('loses the place where it was made, stands upright and is small', async () => {
    const photo = await sidewaysPhoto();
    expect(photo.includes('Telefoon')).toBe(true);
    expect((await sharp(photo).metadata()).exif?.includes(Buffer.from('Anwar'))).toBe(true);

    const made = await maker.make(photo);

    for (const [bytes, longPx] of [
      [made.large, 1_600],
      [made.small, 480],
    ] as const) {
      const { format, width, height, orientation, exif, xmp, icc } = await sharp(bytes).metadata();
      expect({ format, width, height, orientation, exif, xmp, icc }).toEqual({ format: 'webp', width: (longPx * 3) / 4, height: longPx });
      expect(['EXIF', 'GPS', 'Telefoon', 'Anwar'].filter((word) => bytes.includes(word))).toEqual([]);
    }
    // Orientation 6 is a quarter turn to the right: the red left half is above now.
    const { data } = await sharp(made.small)
      .extract({ left: 180, top: 60, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(150);
    expect(data[2]).toBeLessThan(60);
  });

  it('is left as small as it was', async () => {
    const photo = await sharp({ create: { width: 800, height: 500, channels: 3, background: '#779977' } })
      .png()
      .toBuffer();
    expect(await maker.make(photo)).toMatchObject({ widthPx: 800, heightPx: 500 });
  });

  it.each([
    ['a bomb', bomb(), 'KW_IMAGE_TOO_LARGE'],
    ['half a photo', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]), 'KW_IMAGE_UNREADABLE'],
    ['an iPhone original', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'KW_IMAGE_TYPE'],
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'KW_IMAGE_TYPE'],
    ['a letter', Buffer.from('%PDF-1.7'), 'KW_IMAGE_TYPE'],
    ['nothing', Buffer.alloc(0), 'KW_IMAGE_TYPE'],
  ])('is not %s', async (_what, photo, code) => {
    expect(await codeOf(photo)).toBe(code);
  });

  it('is not a thumbnail', async () => {
    const photo = await sharp({ create: { width: 160, height: 120, channels: 3, background: '#ffffff' } })
      .jpeg()
      .toBuffer();
    expect(await codeOf(photo)).toBe('KW_IMAGE_TOO_SMALL');
  });

  it('that is cut off in the middle is refused, and the next one is taken', async () => {
    const photo = await sidewaysPhoto();
    const [cut, whole] = await Promise.all([codeOf(photo.subarray(0, photo.length >> 1)), codeOf(photo)]);
    expect([cut, whole]).toEqual(['KW_IMAGE_UNREADABLE', 'taken']);
  });
});
