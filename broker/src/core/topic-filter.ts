/** A topic filter cut into its levels, so that matching needs no text work. */
export type FilterLevels = readonly string[];

/** The levels of a filter, or undefined when it breaks [MQTT-4.7.1-2], [MQTT-4.7.1-3] or [MQTT-4.7.3-1]. */
export function parseFilter(filter: string): FilterLevels | undefined {
  if (filter === '' || filter.includes('\u0000')) return undefined;
  const levels = filter.split('/');
  const last = levels.length - 1;
  const valid = levels.every((level, index) => {
    if (level.includes('#')) return level === '#' && index === last;
    return !level.includes('+') || level === '+';
  });
  return valid ? levels : undefined;
}

/** True when a topic name falls under a filter. A wildcard at the first level never matches a `$` topic [MQTT-4.7.2-1]. */
export function filterMatches(filter: FilterLevels, topic: FilterLevels): boolean {
  if (hidesDollar(filter[0], topic[0])) return false;
  for (let index = 0; index < filter.length; index += 1) {
    const level = filter[index];
    if (level === '#') return true;
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false;
  }
  return filter.length === topic.length;
}

/**
 * True when every topic that `asked` can match is also matched by `allowed`. Asking is not matching: `#` asked
 * under an allowed `kw/#` would match `kw/#` as text and yet reveal everything.
 */
export function filterCovers(allowed: FilterLevels, asked: FilterLevels): boolean {
  if (hidesDollar(allowed[0], asked[0])) return false;
  for (let index = 0; index < allowed.length; index += 1) {
    const level = allowed[index];
    if (level === '#') return true;
    const wanted = asked[index];
    if (wanted === undefined || wanted === '#') return false;
    if (level !== '+' && level !== wanted) return false;
  }
  return allowed.length === asked.length;
}

const hidesDollar = (wildcard: string | undefined, first: string | undefined): boolean =>
  (wildcard === '+' || wildcard === '#') && first?.startsWith('$') === true;
