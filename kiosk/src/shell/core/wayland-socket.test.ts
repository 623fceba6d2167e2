import { expect, it } from 'vitest';
import { waylandSocket } from './wayland-socket.ts';

it('takes the lowest socket and never a lock file', () => {
  expect(waylandSocket(['bus', 'wayland-10', 'wayland-1.lock', 'wayland-1'])).toBe('wayland-1');
});

it('finds none where there is no compositor', () => {
  expect(waylandSocket(['bus', 'pulse', 'wayland-0.lock'])).toBeUndefined();
});
