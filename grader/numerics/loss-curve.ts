/**
 * Classifies a loss curve. The noise of single steps is estimated robustly from second differences: for independent
 * noise of standard deviation s, y[i-1] - 2 y[i] + y[i+1] has s sqrt(6), and 1.4826 times the median of absolute values
 * is the standard deviation of a normal sample (Rousseeuw and Croux 1993). Trends are determined by the medians of ten
 * blocks; a fall that ends within half of the first block is detected separately.
 */

/** From worst to best. */
export type CurveVerdict =
  'non-finite' | 'too-short' | 'blew-up' | 'not-decreasing' | 'rose-again' | 'still-decreasing' | 'plateau';

export interface Curve {
  readonly verdict: CurveVerdict;
  /** The row at which it happened: the first that is not finite, or the lowest block before the rise. */
  readonly row: number | null;
}

export const FEWEST_ROWS = 20;
const BLOCKS = 10;
/** The standard deviation of a median of n normal values is this times that of one value, divided by sqrt(n). */
const MEDIAN_SPREAD = 1.2533;
/** Differences below this many standard deviations are random. */
const SIGNIFICANT = 4;
/** The least fall, as a share of the start. */
const LEAST_FALL = 0.02;
/** The part of the whole fall that a rise must undo to count. */
const LEAST_RISE = 0.1;
const BLOWN_UP = 1.5;
/** The least number of rows of a fall. If fewer stand out, the first was logged earlier or in another unit. */
const FEWEST_FALLING = 3;
/** A row stands out from a plateau by this many standard deviations of it, if its neighbours do as well. */
const STANDS_OUT = 2;

/** Larger values are scaled down first, so that sums of three of them stay finite. */
const LARGEST = Number.MAX_VALUE / 2 ** 10;

export function readCurve(given: readonly number[], fewest = FEWEST_ROWS): Curve {
  const broken = given.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) return { verdict: 'non-finite', row: broken };
  if (given.length < fewest) return { verdict: 'too-short', row: null };
  const values = scaled(given);
  const blocks = blockMedians(values);
  const noise = (SIGNIFICANT * MEDIAN_SPREAD * noiseOf(values)) / Math.sqrt(values.length / BLOCKS);
  const [first = NaN] = blocks;
  const last = blocks.at(-1) ?? NaN;
  const lowest = Math.min(...blocks);
  const fall = first - lowest;
  const row = Math.floor(((blocks.indexOf(lowest) + 0.5) * values.length) / BLOCKS);
  if (last - first > noise && last > BLOWN_UP * first) return { verdict: 'blew-up', row };
  const least = Math.max(noise, LEAST_FALL * Math.abs(first));
  // a curve that fell and ended above its start did fall
  if (fall > least && last - lowest > Math.max(noise, LEAST_RISE * fall)) return { verdict: 'rose-again', row };
  if (first - last <= least) return { verdict: levelVerdict(values, blocks, noise), row: null };
  return { verdict: stillFalls(blocks, fall, noise) ? 'still-decreasing' : 'plateau', row: null };
}

/** Verdicts do not depend on the unit, and scaling by a power of two is exact. */
function scaled(values: readonly number[]): readonly number[] {
  return values.some((value) => Math.abs(value) > LARGEST) ? values.map((value) => value / 2 ** 12) : values;
}

/** The verdict on blocks that do not fall. */
function levelVerdict(values: readonly number[], blocks: readonly number[], noise: number): CurveVerdict {
  const rise = (blocks.at(-1) ?? NaN) - Math.min(...blocks);
  const isLevel = rise <= Math.max(noise, LEAST_FALL * Math.abs(blocks[0] ?? NaN));
  return isLevel && fallsAtOnce(values) ? 'plateau' : 'not-decreasing';
}

/**
 * Whether the curve falls too fast for the blocks to show it, as in long logs of training: the first rows stand out
 * from the following ones, and the first row most of all. A single outlier, however high, is not a fall.
 */
function fallsAtOnce(values: readonly number[]): boolean {
  const rest = values.slice(Math.floor(values.length / BLOCKS));
  const level = medianOf(rest);
  const spread = 1.4826 * medianOf(rest.map((value) => Math.abs(value - level)));
  const end = values.findIndex((value) => value <= level + STANDS_OUT * spread);
  const [top = NaN, ...falling] = values.slice(0, Math.max(end, 0));
  if (falling.length + 1 < FEWEST_FALLING || falling.some((value) => value >= top)) return false;
  const highest = rest.reduce((most, value) => Math.max(most, value), -Infinity);
  return top > highest && top - level > Math.max(SIGNIFICANT * spread, LEAST_FALL * Math.abs(top));
}

/** Whether the last three tenths fell by more than chance. */
function stillFalls(blocks: readonly number[], fall: number, noise: number): boolean {
  const late = (blocks.at(-3) ?? NaN) - (blocks.at(-1) ?? NaN);
  return late > Math.max(noise, LEAST_FALL * fall);
}

function blockMedians(values: readonly number[]): number[] {
  return Array.from({ length: BLOCKS }, (_block, index) => {
    const from = Math.floor((index * values.length) / BLOCKS);
    return medianOf(values.slice(from, Math.floor(((index + 1) * values.length) / BLOCKS)));
  });
}

function noiseOf(values: readonly number[]): number {
  const second = values.slice(2).map((value, index) => {
    return Math.abs((values[index] ?? 0) - 2 * (values[index + 1] ?? 0) + value);
  });
  return (1.4826 * medianOf(second)) / Math.sqrt(6);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
