/**
 * Classifies a loss curve. The noise of single steps is estimated robustly from second differences: for independent
 * noise of standard deviation s, y[i-1] - 2 y[i] + y[i+1] has s sqrt(6), and 1.4826 times the median of absolute values
 * is the standard deviation of a normal sample (Rousseeuw and Croux 1993). Trends are determined by the medians of ten
 * blocks, whose own second differences show the noise of rows that are not independent; a fall that ends within half of
 * the first block, and a rise within half of the last, are detected separately. Losses may be negative. The shares of
 * right verdicts on simulated trainings are in test/bench/loss-curves.ts.
 */

/** From worst to best. */
export type CurveVerdict =
  | 'non-finite'
  | 'too-short'
  | 'blew-up'
  | 'not-decreasing'
  | 'rose-again'
  | 'still-decreasing'
  | 'plateau';

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
/** The same for the noise that blocks show, of which there are few. */
const SIGNIFICANT_OF_BLOCKS = 3;
/** How much further the lowest of the blocks may be from another. */
const OF_LOWEST = 1.25;
/** The least fall, as a share of the start. */
const LEAST_FALL = 0.02;
/** The part of the whole fall that a rise must undo to count. */
const LEAST_RISE = 0.1;
const BLOWN_UP = 1.5;
/** The least number of rows of a fall. If fewer stand out, the first was logged earlier or in another unit. */
const FEWEST_FALLING = 3;
/** The rows whose median is the start of a fast fall. */
const FIRST_FEW = 3;
/** The least number of rows of a rise at the end; fewer are outliers. */
const FEWEST_RISING = 3;
/** A fall may go up between this share of the pairs of its first rows, by noise. */
const MOST_INVERSIONS = 0.2;
const FIRST_ROWS = 20;
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
  const noise = noiseOfBlocks(values, blocks);
  const lowest = Math.min(...blocks);
  const row = Math.floor(((blocks.indexOf(lowest) + 0.5) * values.length) / BLOCKS);
  if (blowsUp(blocks, noise)) return { verdict: 'blew-up', row };
  const blowUp = blowUpAtEnd(values);
  if (blowUp !== null) return { verdict: 'blew-up', row: blowUp };
  // a curve that fell and ended above its start did fall
  if (risesAgain(values, blocks, noise)) return { verdict: 'rose-again', row };
  const [first = NaN] = blocks;
  const isLevel = first - (blocks.at(-1) ?? NaN) <= leastFall(first, noise);
  if (isLevel) return { verdict: levelVerdict(values, blocks, noise), row: null };
  return { verdict: stillFalls(blocks, first - lowest, noise) ? 'still-decreasing' : 'plateau', row: null };
}

function leastFall(start: number, noise: number): number {
  return Math.max(noise, LEAST_FALL * Math.abs(start));
}

/** The start may be negative, and then a rise to half of it is not growth by half. */
function blowsUp([first = NaN, ...others]: readonly number[], noise: number): boolean {
  const last = others.at(-1) ?? NaN;
  return last - first > noise && last > BLOWN_UP * Math.abs(first);
}

/** Whether there was a fall, of which a part that counts was undone at the end. */
function risesAgain(values: readonly number[], blocks: readonly number[], noise: number): boolean {
  const [first = NaN] = blocks;
  const lowest = Math.min(...blocks);
  const early = earlyFall(values, lowest);
  if (first - lowest <= leastFall(first, noise) && early === 0) return false;
  const whole = Math.max(first - lowest, early, fallsAtOnce(values) ? highestOf(values) - lowest : 0);
  return (blocks.at(-1) ?? NaN) - lowest > Math.max(noise, LEAST_RISE * whole);
}

/** Differences of two blocks below this are chance. */
function noiseOfBlocks(values: readonly number[], blocks: readonly number[]): number {
  const independent = (SIGNIFICANT * MEDIAN_SPREAD * noiseOf(values)) / Math.sqrt(values.length / BLOCKS);
  // of running averages, neighbours are alike, and only blocks show the noise
  return Math.max(independent, SIGNIFICANT_OF_BLOCKS * noiseOf(blocks));
}

/** The fall from the first rows to the lowest block, which the first block may hide; 0 if it may be chance. */
function earlyFall(values: readonly number[], lowest: number): number {
  const begin = medianOf(values.slice(0, FIRST_FEW));
  const noise = (SIGNIFICANT * MEDIAN_SPREAD * noiseOf(values)) / Math.sqrt(FIRST_FEW);
  return begin - lowest > leastFall(begin, noise) ? begin - lowest : 0;
}

/**
 * The row from which on a curve is higher than it ever was, by half, up to its end; null if there is none. The median of
 * the last block does not show it if it began late.
 */
function blowUpAtEnd(values: readonly number[]): number | null {
  const before = values.slice(0, Math.floor((values.length * (BLOCKS - 1)) / BLOCKS));
  const highest = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const row = values.findLastIndex((value) => value <= BLOWN_UP * highest) + 1;
  return values.length - row < FEWEST_RISING ? null : row;
}

/** Verdicts do not depend on the unit, and scaling by a power of two is exact. */
function scaled(values: readonly number[]): readonly number[] {
  return values.some((value) => Math.abs(value) > LARGEST) ? values.map((value) => value / 2 ** 12) : values;
}

/** The verdict on blocks that do not fall. */
function levelVerdict(values: readonly number[], blocks: readonly number[], noise: number): CurveVerdict {
  const rise = (blocks.at(-1) ?? NaN) - Math.min(...blocks);
  // the lowest of ten is low by chance as well
  const isLevel = rise <= Math.max(OF_LOWEST * noise, LEAST_FALL * Math.abs(blocks[0] ?? NaN));
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
  const falling = values.slice(0, Math.min(Math.max(end, 0), FIRST_ROWS));
  const top = highestOf(falling);
  if (falling.length < FEWEST_FALLING || !goesDown(falling)) return false;
  const highest = highestOf(rest);
  return top > highest && top - level > Math.max(SIGNIFICANT * spread, LEAST_FALL * Math.abs(top));
}

/** Whether the first row is the highest, or few pairs of rows go up, as by noise. */
function goesDown(values: readonly number[]): boolean {
  const [top = NaN, ...others] = values;
  if (others.every((value) => value < top)) return true;
  const pairs = (values.length * (values.length - 1)) / 2;
  const inversions = values.reduce(
    (count, value, row) => count + values.slice(row + 1).filter((later) => later >= value).length,
    0,
  );
  return inversions <= MOST_INVERSIONS * pairs;
}

function highestOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
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
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
