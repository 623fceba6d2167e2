/** Adds a force at a place to the four corners that bear it: 0 front left, 1 front right, 2 back left, 3 back right. */
export function addAt(corners: Float64Array, massG: number, x: number, y: number): void {
  corners[0] = (corners[0] ?? 0) + massG * (1 - x) * (1 - y);
  corners[1] = (corners[1] ?? 0) + massG * x * (1 - y);
  corners[2] = (corners[2] ?? 0) + massG * (1 - x) * y;
  corners[3] = (corners[3] ?? 0) + massG * x * y;
}

/** Takes out of a list what is over, in place. */
export function dropOver<T>(list: T[], isOver: (entry: T) => boolean): void {
  for (let i = list.length - 1; i >= 0; i -= 1) {
    const entry = list[i];
    if (entry !== undefined && isOver(entry)) list.splice(i, 1);
  }
}
