import type { Input } from 'electron/main';
import type { ShellRule } from './rule.ts';

/** The parts of a key press that decide. */
export type KeyPress = Pick<Input, 'key' | 'control' | 'alt' | 'meta' | 'shift' | 'type'>;

/** What a hardware keypad for visitors needs: move, choose, go back. */
const ALLOWED_KEYS = new Set(['Tab', 'Enter', ' ', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/**
 * True when the press may reach the page. An allow-list: whoever plugs a keyboard in can walk the page, but F11, F12, Alt+F4, Ctrl+W,
 * Ctrl+R, Ctrl+Shift+I, the print and zoom keys, and every other combination, end here.
 */
export function mayPress(press: KeyPress): boolean {
  return ALLOWED_KEYS.has(press.key) && !press.control && !press.alt && !press.meta;
}

/** Swallows every key that is not needed to walk the page. */
export const keyCombos: ShellRule = {
  name: 'key-combos',
  chapter: 'https://www.electronjs.org/docs/latest/api/web-contents#event-before-input-event',
  apply: ({ contents, refused }) => {
    contents.on('before-input-event', (event, input) => {
      if (mayPress(input)) return;
      event.preventDefault();
      if (input.type === 'keyDown') refused('key-combos', input.key);
    });
  },
};
