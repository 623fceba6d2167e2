import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { pxPerMm } from './core/panel-mm.ts';
import type { Kiosk } from './state.ts';

const TICK_MS = 250;
const TARGET_MM = 20;
const SMALL_BELOW_TARGETS = 6;

/** Draws the page and follows the finger, the glass and the clock. */
export function mountPage(kiosk: Kiosk, root: HTMLElement): void {
  fitPanel(kiosk);
  effect(() => {
    kiosk.words.setTimeZone(kiosk.summary.value?.timeZone ?? 'Europe/Amsterdam');
  });
  render(<App kiosk={kiosk} />, root);
  for (const type of ['pointerdown', 'keydown'] as const) addEventListener(type, kiosk.touched, { passive: true });
  for (const type of ['contextmenu', 'dragstart', 'selectstart'] as const) addEventListener(type, (event) => event.preventDefault());
  setInterval(kiosk.tick, TICK_MS);
}

/** 20 mm is 20 mm: tells the style sheet how many px a millimetre of this glass has. */
function fitPanel({ settings }: Kiosk): void {
  const fit = (): void => {
    const px = pxPerMm(settings.panel, innerWidth);
    const { style } = document.documentElement;
    style.setProperty('--kw-mm', `${px}px`);
    style.setProperty('--kw-target', `${Math.ceil(px * TARGET_MM)}px`);
    style.setProperty('--reach', String(settings.reachFromTopRatio));
    // Five targets and their gaps beside each other, or the rows are laid out for a small panel.
    document.documentElement.dataset['panel'] = innerWidth < px * TARGET_MM * SMALL_BELOW_TARGETS ? 'small' : 'normal';
  };
  fit();
  addEventListener('resize', fit);
}
