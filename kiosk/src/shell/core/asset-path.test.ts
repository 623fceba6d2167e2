import { expect, it } from 'vitest';
import { assetPath } from './asset-path.ts';

it.each([
  ['app://kiosk/', 'failure.html'],
  ['app://kiosk/failure.html?x=1#y', 'failure.html'],
  ['app://kiosk/a/../failure.css', 'failure.css'],
])('serves %s as %s', (address, file) => {
  expect(assetPath(address)).toBe(file);
});

it.each([
  'app://kiosk/..%2f..%2fetc/passwd',
  'app://kiosk/%2e%2e/%2e%2e/etc/passwd',
  'app://kiosk/..\\..\\etc\\passwd',
  'app://kiosk//etc/passwd',
  'app://kiosk/__proto__',
  'app://kiosk/constructor',
  'app://other/failure.html',
  'file:///failure.html',
  'nothing',
])('serves nothing for %s', (address) => {
  expect(assetPath(address)).toBeUndefined();
});
