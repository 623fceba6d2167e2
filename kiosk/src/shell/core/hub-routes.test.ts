import { expect, it } from 'vitest';
import { mayPassOn } from './hub-routes.ts';

it.each([
  ['GET', '/api/v1/public/summary'],
  ['GET', '/api/v1/stream'],
  ['POST', '/api/v1/kiosk/stream'],
  ['POST', '/api/v1/kiosk/opinion'],
])('passes %s %s on', (method, path) => {
  expect(mayPassOn(method, path)).toBe(true);
});

it.each([
  ['POST', '/api/v1/kiosk/session'],
  ['POST', '/api/v1/public/summary'],
  ['GET', '/api/v1/public/../users'],
  ['GET', '/api/v1/public/summary/../../users'],
  ['GET', '/api/v1/users'],
  ['DELETE', '/api/v1/stream'],
  ['GET', '/api/docs'],
])('keeps %s %s in', (method, path) => {
  expect(mayPassOn(method, path)).toBe(false);
});
