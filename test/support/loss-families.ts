/**
 * Simulated losses of trainings whose course is known, for the share of right verdicts: each family is a level over the
 * share of the training that has passed, with a noise. All numbers follow from the seed.
 */
import type { CurveVerdict } from '../../grader/numerics/loss-curve.js';
import { makeRng, type Rng } from '../../grader/numerics/rng.js';

export interface Family {
  readonly name: string;
  /** The verdicts that are right for it, at this number of rows. */
  readonly right: (rows: number) => readonly CurveVerdict[];
  readonly curve: (rows: number, rng: Rng) => readonly number[];
}

const FALLS: readonly CurveVerdict[] = ['plateau', 'still-decreasing'];
const LEVEL: readonly CurveVerdict[] = ['not-decreasing'];
const ROSE: readonly CurveVerdict[] = ['rose-again'];

/** A normal number, by Box and Muller. */
function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng.nextUniform())) * Math.cos(2 * Math.PI * rng.nextUniform());
}

/** Student's t with two degrees of freedom, by the inverse of its distribution: its variance is infinite. */
function heavy(rng: Rng): number {
  const share = Math.min(1 - 1e-9, Math.max(1e-9, rng.nextUniform()));
  return (2 * share - 1) / Math.sqrt(2 * share * (1 - share));
}

type Level = (passed: number, rows: number) => number;
type Noise = (level: number, rng: Rng) => number;

const adding =
  (spread: number): Noise =>
  (level, rng) =>
    level + spread * normal(rng);
/** Noise that is a share of the loss, as of a cross entropy near 0. */
const multiplying =
  (spread: number): Noise =>
  (level, rng) =>
    level * Math.exp(spread * normal(rng));

const of = (name: string, right: readonly CurveVerdict[], level: Level, noise: Noise): Family => ({
  name,
  right: () => right,
  curve: (rows, rng) => Array.from({ length: rows }, (_, row) => noise(level(row / rows, rows), rng)),
});

/** A running average of the last tenth of the rows, as some programs log it. */
function averaged(rows: number, rng: Rng): number[] {
  const keep = 1 - 10 / rows;
  let mean = 1;
  return Array.from({ length: rows }, () => (mean = keep * mean + (1 - keep) * (1 + 0.2 * normal(rng))));
}

/** Falls, and rises from three tenths on to `end` of what it had fallen. */
const valley =
  (end: number): Level =>
  (passed) =>
    passed < 0.3 ? 2 - 5 * passed : 0.5 + (1.5 * end * (passed - 0.3)) / 0.7;

export const FAMILIES: readonly Family[] = [
  of('exponential', FALLS, (passed) => 0.3 + 2 * Math.exp(-6 * passed), adding(0.1)),
  of('exponential, much noise', FALLS, (passed) => 0.3 + 2 * Math.exp(-6 * passed), adding(0.4)),
  of(
    'exponential, heavy-tailed noise',
    FALLS,
    (passed) => 0.3 + 2 * Math.exp(-6 * passed),
    (level, rng) => {
      return level + 0.1 * heavy(rng);
    },
  ),
  of('exponential, noise as a share', FALLS, (passed) => 0.02 + 2 * Math.exp(-6 * passed), multiplying(0.3)),
  of('L-shaped', FALLS, (passed, rows) => 0.1 + Math.exp((-passed * rows) / 3), multiplying(0.1)),
  of('power law', FALLS, (passed, rows) => 2 * (1 + passed * rows) ** -0.3, multiplying(0.1)),
  of('plateau', ['plateau'], (passed) => 0.5 + 2 * Math.exp(-20 * passed), adding(0.05)),
  of('still decreasing', ['still-decreasing'], (passed) => 2 - 1.2 * passed, adding(0.1)),
  of(
    'warm restarts',
    FALLS,
    (passed) => {
      const phase = (4 * passed) % 1;
      return 0.3 + 1.5 * Math.exp(-5 * passed) + 0.3 * Math.exp(-8 * phase);
    },
    adding(0.05),
  ),
  of(
    'step schedule',
    FALLS,
    (passed) => (passed < 0.3 ? 2 : passed < 0.6 ? 1 : passed < 0.85 ? 0.6 : 0.5),
    adding(0.1),
  ),
  of('late start', FALLS, (passed) => 0.4 + 1.9 / (1 + Math.exp(40 * (passed - 0.6))), adding(0.05)),
  of(
    'bump of a warm-up',
    FALLS,
    (passed) => 0.3 + 2 * Math.exp(-4 * passed) + 3 * passed * Math.exp(-20 * passed),
    adding(0.1),
  ),
  of('over eight decades to 0', FALLS, (passed) => 10 ** (-8 * passed), multiplying(0.3)),
  of('negative, falling', FALLS, (passed) => -1 - 3 * (1 - Math.exp(-5 * passed)), adding(0.1)),
  of('through 0, falling', FALLS, (passed) => 0.5 - 3 * (1 - Math.exp(-5 * passed)), adding(0.1)),
  {
    ...{ name: 'spikes', right: () => FALLS },
    curve: (rows, rng) =>
      Array.from({ length: rows }, (_, row) => {
        const level = 0.3 + 2 * Math.exp((-6 * row) / rows) + 0.05 * normal(rng);
        return rng.nextUniform() < 0.02 ? 10 * level : level;
      }),
  },
  of('level', LEVEL, () => 1, adding(0.1)),
  of(
    'level, heavy-tailed noise',
    LEVEL,
    () => 1,
    (level, rng) => level + 0.1 * heavy(rng),
  ),
  { name: 'level, averaged over rows', right: () => [...LEVEL, ...ROSE], curve: averaged },
  of('oscillating', [...LEVEL, ...ROSE], (passed) => 1 + 0.5 * Math.sin(2 * Math.PI * 7.5 * passed), adding(0.05)),
  of('rising', LEVEL, (passed) => 1 + 0.4 * passed, adding(0.05)),
  of('negative, rising', LEVEL, (passed) => -4 + 2 * passed, adding(0.1)),
  of('blowing up', ['blew-up'], (passed) => Math.exp(5 * passed), multiplying(0.1)),
  of(
    'blowing up after a fall',
    ['blew-up'],
    (passed) => 0.5 + 1.5 * Math.exp(-8 * passed) + Math.exp(30 * (passed - 0.85)),
    adding(0.05),
  ),
  {
    ...of(
      'blowing up in the last twentieth',
      [],
      (passed) => (passed < 0.95 ? 0.5 + 1.5 * Math.exp(-8 * passed) : 2 * 10 ** (40 * (passed - 0.95))),
      multiplying(0.05),
    ),
    // one row of thirty may be an outlier
    right: (rows) => (rows < 100 ? ['blew-up', 'plateau'] : ['blew-up']),
  },
  {
    ...{ name: 'NaN', right: () => ['non-finite'] },
    curve: (rows, rng) =>
      Array.from({ length: rows }, (_, row) => (row < 0.6 * rows ? 2 - row / rows + 0.1 * normal(rng) : NaN)),
  },
  of('overfitting', ROSE, valley(0.5), adding(0.05)),
  of(
    'overfitting after a fast fall',
    ROSE,
    (passed) => 0.5 + 0.4 * Math.exp(-50 * passed) + 0.3 * passed,
    adding(0.03),
  ),
  of('overfitting, much noise', ROSE, valley(0.8), adding(0.15)),
  {
    ...{ name: 'overfitting, measured at every tenth' },
    right: (rows) => (rows < 200 ? ['too-short'] : ROSE),
    curve: (rows, rng) =>
      Array.from({ length: rows / 10 }, (_, row) => valley(0.5)((10 * row) / rows, rows) + 0.05 * normal(rng)),
  },
];

/** The share of right verdicts of a family at a number of rows, over so many seeds. */
export function shareRight(
  family: Family,
  rows: number,
  seeds: number,
  verdictOf: (values: readonly number[]) => CurveVerdict,
): number {
  const right = family.right(rows);
  let count = 0;
  for (let seed = 0; seed < seeds; seed += 1) {
    if (right.includes(verdictOf(family.curve(rows, makeRng(seed, rows))))) count += 1;
  }
  return count / seeds;
}
