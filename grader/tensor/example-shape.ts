/** Decides whether examples of two shapes are the same numbers: the one channel of grey images may be omitted. */

/** Both shapes have no batch side; `given` is that of the data. */
export function isSameImage(asked: readonly number[], given: readonly number[]): boolean {
  const [height, width, channels] = given;
  return asked.join() === given.join() || (channels === 1 && asked.join() === [height, width].join());
}
