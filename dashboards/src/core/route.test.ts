import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from './route.ts';

const at = (path: string): Route => parseRoute(new URL(path, 'http://hub.local'));

describe('routes', () => {
  it.each<[string, Route]>([
    ['/', { page: 'live' }],
    ['/#/', { page: 'live' }],
    ['/#/wall', { page: 'wall' }],
    ['/#/devices/yard/floor', { page: 'device', node: 'yard', device: 'floor' }],
    ['/#/devices/yard/floor/calibrate', { page: 'calibrate', node: 'yard', device: 'floor' }],
    ['/#/devices/yard/floor/explode', { page: 'lost' }],
    ['/#/devices/yard', { page: 'lost' }],
    ['/#/nowhere', { page: 'lost' }],
    ['/#/%E0%A4%A', { page: 'lost' }],
    ['/#/invite/a%2Fb', { page: 'invite', code: 'a/b' }],
    ['/invite/abc', { page: 'invite', code: 'abc' }],
    ['/?invite=abc', { page: 'invite', code: 'abc' }],
    ['/invite?code=abc', { page: 'invite', code: 'abc' }],
    ['/?code=abc', { page: 'live' }],
  ])('%s', (path, route) => {
    expect(at(path)).toEqual(route);
  });

  it('every address a page makes leads back to that page', () => {
    const id = fc.stringMatching(/^[a-z0-9-]{1,32}$/u);
    const care = fc.record({ page: fc.constantFrom('device', 'calibrate', 'learn', 'count'), node: id, device: id });
    const plain = fc.record({ page: fc.constantFrom('live', 'wall', 'trends', 'alarms', 'devices', 'emptyings', 'people', 'settings') });
    const invite = fc.record({ page: fc.constant('invite'), code: fc.string({ minLength: 1, unit: 'grapheme' }) });
    fc.assert(
      fc.property(fc.oneof(care, plain, invite), (route) => {
        expect(at(`/${hrefOf(route as Route)}`)).toEqual(route);
      }),
    );
  });
});
