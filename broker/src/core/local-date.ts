/** Returns a function that gives the local date `YYYY-MM-DD` of a UTC moment in an IANA zone. */
export function createLocalDate(timeZone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (atMs) => format.format(atMs);
}
