/**
 * The two-dimensional Haar transform of a thumbnail of 8 x 8 pixels, scaled so that all coefficients are integers and
 * every squared distance becomes exactly SCALE times as large. The first coefficients contain most of a distance, so
 * that a sum of squares exceeds a limit after a few of them.
 */
const SIDE = 8;
const CHANNELS = 3;
export const SCALE = SIDE * SIDE;

/** `thumbnail` is [8, 8, 3]; sums over all of it first, differences within 2 x 2 pixels last. */
export function haarOf(thumbnail: Uint8Array): Int16Array {
  const out = new Int16Array(thumbnail.length);
  let values = new Int16Array(thumbnail);
  for (let side = SIDE / 2, by = SIDE / 2; side >= 1; side /= 2, by /= 2) values = halve(values, out, side, by);
  out.set(values);
  return out;
}

/** Sums of 2 x 2 values, as [side, side, 3]; their differences go to `out`, times `by`. */
function halve(values: Int16Array, out: Int16Array, side: number, by: number): Int16Array<ArrayBuffer> {
  const sums = new Int16Array(side * side * CHANNELS);
  const half = side * CHANNELS;
  for (let at = 0; at < sums.length; at += 1) {
    // a line of sums is two lines of values, a pixel two pixels
    const row = Math.floor(at / half);
    const column = Math.floor((at - row * half) / CHANNELS);
    const from = at + 3 * row * half + column * CHANNELS;
    const [a, b] = [values[from] ?? 0, values[from + CHANNELS] ?? 0];
    const [c, d] = [values[from + 2 * half] ?? 0, values[from + 2 * half + CHANNELS] ?? 0];
    sums[at] = a + b + c + d;
    out[sums.length + at] = (a - b + c - d) * by;
    out[2 * sums.length + at] = (a + b - c - d) * by;
    out[3 * sums.length + at] = (a - b - c + d) * by;
  }
  return sums;
}
