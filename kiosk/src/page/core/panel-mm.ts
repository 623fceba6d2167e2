import type { Panel } from '../../content/settings-schema.ts';

const MM_PER_INCH = 25.4;

/** CSS px in a millimetre when nobody told the panel's size: that of a 21.5 inch full-HD screen, 4.03. */
const DEFAULT_PX_PER_MM = 1_920 / (21.5 * MM_PER_INCH * (1_920 / Math.hypot(1_920, 1_080)));

/** CSS px in one millimetre of glass, from the panel and the width the page got; right for any device pixel ratio. */
export function pxPerMm(panel: Panel | undefined, viewportWidthPx: number): number {
  if (panel === undefined) return DEFAULT_PX_PER_MM;
  const widthMm = (panel.diagonalInch * MM_PER_INCH * panel.widthPx) / Math.hypot(panel.widthPx, panel.heightPx);
  return viewportWidthPx / widthMm;
}

/** A panel out of `15.6x1920x1080` (diagonal in inch, width and height in px), or undefined. */
export function parsePanel(text: string | null): Panel | undefined {
  const match = /^(\d{1,2}(?:\.\d{1,2})?)x(\d{3,4})x(\d{3,4})$/u.exec(text ?? '');
  return match ? { diagonalInch: Number(match[1]), widthPx: Number(match[2]), heightPx: Number(match[3]) } : undefined;
}
