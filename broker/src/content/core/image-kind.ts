const text = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** Brands of the ISO box format that phones save photos in. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'mif1', 'msf1', 'heim', 'heis'];

/** What a file is by its first bytes, whatever it is called: `jpeg`, `png` and `webp` can be used, the others are only named. */
export function imageKindOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'png';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'webp';
  if (text(bytes, 4, 8) === 'ftyp') return HEIC_BRANDS.includes(text(bytes, 8, 12)) ? 'HEIC' : 'video';
  if (text(bytes, 0, 4) === 'GIF8') return 'GIF';
  if (text(bytes, 0, 4) === '%PDF') return 'PDF';
  return /<svg/iu.test(text(bytes, 0, 400)) ? 'SVG' : 'unknown';
}
