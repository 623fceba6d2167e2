import { describe, expect, it } from 'vitest';
import { parsePanel, pxPerMm } from './panel-mm.ts';

describe('pxPerMm', () => {
  // Notes on the kiosk, section 3.1: pixels of 20 mm on common panels.
  it.each([
    ['7 inch 720×1280', { diagonalInch: 7, widthPx: 720, heightPx: 1_280 }, 165],
    ['10.1 inch 1280×800', { diagonalInch: 10.1, widthPx: 1_280, heightPx: 800 }, 118],
    ['15.6 inch full HD', { diagonalInch: 15.6, widthPx: 1_920, heightPx: 1_080 }, 111],
    ['21.5 inch full HD', { diagonalInch: 21.5, widthPx: 1_080, heightPx: 1_920 }, 81],
    ['32 inch full HD', { diagonalInch: 32, widthPx: 1_080, heightPx: 1_920 }, 54],
  ])('makes 20 mm on %s %s px', (_name, panel, px) => {
    expect(Math.floor(pxPerMm(panel, panel.widthPx) * 20)).toBeGreaterThanOrEqual(px - 1);
    expect(Math.round(pxPerMm(panel, panel.widthPx) * 20)).toBeLessThanOrEqual(px + 1);
  });

  it('counts CSS pixels when the screen is scaled', () => {
    const panel = { diagonalInch: 15.6, widthPx: 1_920, heightPx: 1_080 };
    expect(pxPerMm(panel, 960)).toBeCloseTo(pxPerMm(panel, 1_920) / 2, 6);
  });
});

describe('parsePanel', () => {
  it('reads diagonal, width and height', () => {
    expect(parsePanel('15.6x1920x1080')).toEqual({ diagonalInch: 15.6, widthPx: 1_920, heightPx: 1_080 });
  });

  it.each([null, '', '15.6', '0x0x0', '15.6x1920', 'x1920x1080', '15.6x1920x1080x3'])('refuses %j', (text) => {
    expect(parsePanel(text)).toBeUndefined();
  });
});
