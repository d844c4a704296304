/** What trying a rubric has shown, as `--json` prints it, and its score. Pure. */
import type { Clash } from './programs.js';
import type { Taken } from './verdict.js';

interface Earned {
  readonly id: string;
  readonly earned: number | null;
  readonly possible: number;
  readonly summary: string;
}

/** A submission that was graded by the whole rubric. */
export interface Whole {
  readonly path: string;
  /** null: it could not be graded. */
  readonly earned: number | null;
  readonly possible: number;
  /** The checks in which it did not earn everything, and those in which it earned something. */
  readonly lost: readonly Earned[];
  readonly given: readonly Earned[];
}

/** A check in which the program without a mistake does not earn everything, so that mistakes say nothing. */
export interface Broken extends Earned {
  readonly network: string;
}

interface Made {
  readonly network: string;
  readonly mistake: string;
  readonly at: string | null;
}

export interface Tried extends Made {
  readonly checks: readonly Taken[];
  /** By the id of the check, the outputs that differ from the right ones. */
  readonly shownBy: Readonly<Record<string, readonly string[]>>;
}

export interface SelfTest {
  readonly rubric: { readonly id: string; readonly digest: string };
  readonly solution: Whole | null;
  readonly starter: Whole | null;
  readonly broken: readonly Broken[];
  readonly tried: readonly Tried[];
  /** Mistakes that change nothing that is asked for. */
  readonly same: readonly Made[];
  readonly clashes: readonly Clash[];
  readonly notCovered: readonly { readonly id: string; readonly kind: string }[];
  readonly score: Score;
}

export interface Score {
  /** Submissions with a mistake, and how many of them lost points, and for how many a check named it. */
  readonly made: number;
  readonly caught: number;
  readonly named: number;
  /** caught / made; null if none was made. */
  readonly share: number | null;
}

export function isCaught({ checks }: Pick<Tried, 'checks'>): boolean {
  return checks.some(({ verdict }) => verdict !== 'unnoticed');
}

export function isNamed({ checks }: Pick<Tried, 'checks'>): boolean {
  return checks.some(({ verdict }) => verdict === 'named');
}

export function summed(found: Omit<SelfTest, 'score'>): SelfTest {
  const made = found.tried.length;
  const caught = found.tried.filter(isCaught).length;
  const named = found.tried.filter(isNamed).length;
  return { ...found, score: { made, caught, named, share: made === 0 ? null : caught / made } };
}

/** Whether everything is as it should be; `atLeast`: the smallest share that will do. */
export function isGood({ solution, starter, broken, score }: SelfTest, atLeast: number | null): boolean {
  if (solution !== null && solution.lost.length > 0) return false;
  if (starter !== null && starter.given.length > 0) return false;
  if (broken.length > 0) return false;
  return atLeast === null || (score.share !== null && score.share >= atLeast);
}
