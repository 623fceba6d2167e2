import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterCovers, filterMatches, parseFilter } from './topic-filter.ts';

const matches = (filter: string, topic: string): boolean => filterMatches(filter.split('/'), topic.split('/'));
const covers = (allowed: string, asked: string): boolean => filterCovers(allowed.split('/'), asked.split('/'));

describe('parseFilter', () => {
  it.each(['a/#', '#', '+', '+/b', '/', 'a//b', '$SYS/#'])('accepts %s', (filter) => {
    expect(parseFilter(filter)).toEqual(filter.split('/'));
  });
  it.each(['', 'a#', '#/a', 'a/#/b', 'a+', '+a/b', 'a/b+', 'a\u0000b'])('refuses %j', (filter) => {
    expect(parseFilter(filter)).toBeUndefined();
  });
});

// MQTT 3.1.1, chapter 4.7: the examples of the specification.
describe('filterMatches', () => {
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1'],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon'],
    ['sport/#', 'sport'],
    ['#', 'a'],
    ['+', 'finance'],
    ['+/+', '/finance'],
    ['/+', '/finance'],
    ['$SYS/#', '$SYS/x'],
    ['$SYS/monitor/+', '$SYS/monitor/Clients'],
  ])('%s matches %s', (filter, topic) => {
    expect(matches(filter, topic)).toBe(true);
  });
  it.each([
    ['sport/tennis/+', 'sport/tennis/player1/ranking'],
    ['sport/+', 'sport'],
    ['+', '/finance'],
    ['#', '$SYS/x'],
    ['+/monitor/Clients', '$SYS/monitor/Clients'],
    ['a/b', 'a/b/c'],
  ])('%s does not match %s', (filter, topic) => {
    expect(matches(filter, topic)).toBe(false);
  });
});

describe('filterCovers', () => {
  it.each([
    ['kw/#', 'kw/a/+'],
    ['kw/#', 'kw/#'],
    ['kw/#', 'kw'],
    ['kw/+/state', 'kw/+/state'],
    ['kw/+/state', 'kw/a/state'],
    ['#', '+/a'],
  ])('%s covers %s', (allowed, asked) => {
    expect(covers(allowed, asked)).toBe(true);
  });
  it.each([
    ['kw/#', '#'],
    ['kw/#', '+/a'],
    ['kw/+', 'kw/#'],
    ['kw/a', 'kw/+'],
    ['kw/+', 'kw'],
    ['#', '$SYS/#'],
    ['+/a', '$SYS/a'],
  ])('%s does not cover %s', (allowed, asked) => {
    expect(covers(allowed, asked)).toBe(false);
  });

  const level = fc.constantFrom('a', 'b', '', '$x');
  const topic = fc.array(level, { minLength: 1, maxLength: 4 });
  const filter = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, open]) => (open ? [...levels, '#'] : levels));

  it('never lets through a topic that the allowed filter would not match', () => {
    const holds = fc.property(
      filter,
      filter,
      topic,
      (allowed, asked, name) => !(filterCovers(allowed, asked) && filterMatches(asked, name)) || filterMatches(allowed, name),
    );
    expect(fc.check(holds, { numRuns: 5_000 })).toMatchObject({ failed: false });
  });
});
