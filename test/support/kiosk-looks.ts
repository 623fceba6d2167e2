import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeViolations } from './browser.ts';

/** Panels the page is looked at on: viewport, and the glass as `?panel=` tells it. */
export const PANELS = {
  portrait: { width: 1_080, height: 1_920, panel: '21.5x1080x1920' },
  landscape: { width: 1_920, height: 1_080, panel: '15.6x1920x1080' },
  small: { width: 720, height: 1_280, panel: '7x720x1280' },
} as const;

const ARTEFACTS = join(import.meta.dirname, '../../artefacts/kiosk');
const REACH_FROM_TOP = 0.5;

/**
 * Everything wrong with what stands on the screen now, by name: rules of accessibility, targets under 20 mm or above the reach line,
 * and text or parts that are cut or lie over each other. Leaves a picture in artefacts/kiosk.
 */
export async function inspectLooks(page: Page, name: string): Promise<readonly string[]> {
  await page.evaluate(() => document.fonts.ready);
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
  const layout = await page.evaluate(findLayoutProblems, REACH_FROM_TOP);
  return [...layout, ...(await axeViolations(page))].map((problem) => `${name}: ${problem}`);
}

/** Runs inside the page, so it holds all it needs. */
function findLayoutProblems(reachFromTop: number): string[] {
  const problems: string[] = [];
  const mmPx = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--kw-mm'));
  const isShown = (element: Element): boolean =>
    element.closest('[aria-hidden="true"].scene, [inert]') === null && element.getClientRects().length > 0;
  const nameOf = (element: Element): string => `${element.className} "${(element.textContent ?? '').slice(0, 30)}"`;
  const shown = (selector: string): readonly Element[] => [...document.querySelectorAll(selector)].filter(isShown);
  const say = (wrong: boolean, what: string, element: Element): void => {
    if (wrong) problems.push(`${what}: ${nameOf(element)}`);
  };

  for (const button of shown('button')) {
    const { width, height, top } = button.getBoundingClientRect();
    say(Math.min(width, height) / mmPx < 19.99, `target of ${(Math.min(width, height) / mmPx).toFixed(1)} mm`, button);
    say(top + height / 2 < innerHeight * reachFromTop, 'control above the reach line', button);
  }
  const isCut = (element: Element): boolean => {
    const style = getComputedStyle(element);
    // Tight lines let accents and tails of letters stand out of their box by part of a letter; that is drawn, not cut.
    const tailsPx = Number.parseFloat(style.fontSize) * 0.4;
    const over = element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + tailsPx;
    return over && element.clientWidth > 2 && style.display !== 'inline';
  };
  const isOutside = (element: Element): boolean => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return Math.min(left, top) < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
  };
  for (const element of shown('button, h1, h2, p, dd, dt, li, .button-label, .side, .dock, .head, figcaption, article')) {
    if (element.classList.contains('kw-visually-hidden')) continue;
    say(isOutside(element), 'outside the screen', element);
    say(isCut(element), 'cut', element);
  }
  const areOver = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const areas = shown('.head, .panel, .side, .dock');
  for (const [i, a] of areas.entries()) {
    for (const b of areas.slice(i + 1)) say(areOver(a.getBoundingClientRect(), b.getBoundingClientRect()), `lies over ${b.className}`, a);
  }
  return problems;
}
