/**
 * The Wayland socket to use out of the names in the run-time folder, or undefined. A fixed name breaks the start: compositors count
 * on from wayland-0 and the number differs per machine.
 */
export function waylandSocket(names: readonly string[]): string | undefined {
  return names
    .filter((name) => /^wayland-\d+$/u.test(name))
    .sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)))
    .at(0);
}
