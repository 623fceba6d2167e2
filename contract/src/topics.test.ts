import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESERVED_DEVICE_IDS, RESERVED_NODE_IDS } from './ids.ts';
import { HUB_THINGS, parseTopic, type Topic, topicOf } from './topics.ts';

const id = fc.stringMatching(/^[a-z0-9-]{1,32}$/u);
const node = id.filter((text) => !(RESERVED_NODE_IDS as readonly string[]).includes(text));
const device = id.filter((text) => !(RESERVED_DEVICE_IDS as readonly string[]).includes(text));
const topic: fc.Arbitrary<Topic> = fc.oneof(
  fc.record({ type: fc.constantFrom('status', 'meta', 'rec', 'ack', 'cmd', 'cmd_result'), site: id, node }),
  fc.record({ type: fc.constant('state'), site: id, node, device }),
  fc.record({ type: fc.constant('hub'), site: id, thing: fc.constantFrom(...HUB_THINGS) }),
  fc.record({ type: fc.constantFrom('kiosk_health', 'kiosk_cmd'), site: id, kiosk: id }),
);

describe('topics', () => {
  it('parses back every topic it builds', () => {
    fc.assert(
      fc.property(topic, (built) => {
        expect(parseTopic(topicOf(built))).toEqual(built);
      }),
    );
  });

  it('builds back every text it accepts, and never throws on any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.oneof(id, fc.constantFrom('kw', 'v1', 'hub', 'kiosk', 'cmd', 'state', 'rec', '+', '#', '')), { maxLength: 7 })
        .map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parseTopic(any);
        expect(parsed === undefined ? any : topicOf(parsed)).toBe(any);
      }),
    );
  });

  it.each([
    ['kw/v1/nieuwegein/poort-1/rec', { type: 'rec', site: 'nieuwegein', node: 'poort-1' }],
    ['kw/v1/nieuwegein/poort-1/cmd/result', { type: 'cmd_result', site: 'nieuwegein', node: 'poort-1' }],
    ['kw/v1/nieuwegein/poort-1/weegbrug/state', { type: 'state', site: 'nieuwegein', node: 'poort-1', device: 'weegbrug' }],
    ['kw/v1/nieuwegein/hub/fill', { type: 'hub', site: 'nieuwegein', thing: 'fill' }],
    ['kw/v1/nieuwegein/kiosk/ingang/health', { type: 'kiosk_health', site: 'nieuwegein', kiosk: 'ingang' }],
  ] as const)('reads %s', (text, expected) => {
    expect(parseTopic(text)).toEqual(expected);
  });

  it.each([
    '',
    'kw',
    'kw/v2/a/b/rec',
    'kw/v1/a/b',
    'kw/v1/A/b/rec',
    'kw/v1/a/b/rec/x',
    'kw/v1/a/hub/secret',
    'kw/v1/a/hub/fill/x',
    'kw/v1/a/kiosk/b/rec',
    'kw/v1/a/b/cmd/state',
    'kw/v1/a/b/c/d/e',
    'kw/v1/+/b/rec',
    'kw/v1/a/#',
  ])('refuses %j', (text) => {
    expect(parseTopic(text)).toBeUndefined();
  });

  it('throws when an id would put a wildcard into a topic', () => {
    expect(() => topicOf({ type: 'rec', site: 'a', node: '+' })).toThrow(/an id is/u);
    expect(() => topicOf({ type: 'rec', site: 'a', node: 'hub' })).toThrow(/reserved/u);
  });
});
