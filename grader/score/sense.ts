/** Checks what a schema cannot: whether the points of a report agree. An inconsistent report must not be written. */
import type { CheckReport, Evidence, GradeReport } from '../schema/report.js';
import { nonsenseOfAdjusted } from './adjusted-sense.js';
import { roundPoints, sumPoints } from './points.js';
import { hasNoPoints } from './score.js';
import { totalOf, verdictStatusOf } from './total.js';

/** Points are rounded; errors of their sums are smaller than this. */
const TOLERANCE = 1e-6;

/** The problems, one sentence each; empty if the points agree. */
export function findNonsense({ results, verdict, rubric }: GradeReport): string[] {
  const odd = [...results.flatMap(({ id, earned, possible }) => oddOf(id, earned, possible)), ...oddVerdict(verdict)];
  // comparisons with NaN are false
  if (odd.length > 0) return odd;
  const problems = [...results.flatMap(nonsenseOfResult), ...nonsenseOfVerdict(verdict, results, rubric.maxPoints)];
  return problems.length > 0 ? problems : nonsenseOfAdjusted({ verdict, results, rubric });
}

function oddVerdict({ earned, possible, beforeLate }: GradeReport['verdict']): string[] {
  return [...oddOf('the verdict', earned, possible), ...oddOf('the verdict', beforeLate, possible)];
}

function oddOf(whose: string, earned: number | null, possible: number): string[] {
  const isOdd = !Number.isFinite(possible) || (earned !== null && !Number.isFinite(earned));
  return isOdd ? [`${whose} has ${told(earned)} of ${String(possible)}`] : [];
}

function nonsenseOfResult({ id, status, earned, possible, evidence }: CheckReport): string[] {
  const wrong: string[] = [];
  if (hasNoPoints(status) !== (earned === null)) wrong.push(`${id} is ${status} and has ${told(earned)}`);
  if (earned !== null && earned > possible) wrong.push(`${id} earned ${told(earned)} of ${String(possible)}`);
  return [...wrong, ...nonsenseOfEvidence(id, evidence)];
}

function nonsenseOfEvidence(id: string, evidence: Evidence): string[] {
  if (evidence.type === 'accuracy' && evidence.correct > evidence.total) {
    return [`${id}: ${String(evidence.correct)} of ${String(evidence.total)} are correct`];
  }
  if (evidence.type === 'segmentation') {
    return evidence.perClass
      .filter(({ intersection, union }) => intersection > union)
      .map(
        ({ name, intersection, union }) => `${id}.${name}: ${String(intersection)} of ${String(union)} pixels agree`,
      );
  }
  if (evidence.type !== 'comparison') return [];
  return evidence.outputs
    .filter(({ earned, possible }) => earned > possible)
    .map(({ name, earned, possible }) => `${id}.${name} earned ${told(earned)} of ${String(possible)}`);
}

function nonsenseOfVerdict(
  { status, earned, beforeLate, possible, late }: GradeReport['verdict'],
  results: readonly CheckReport[],
  maxPoints?: number,
): string[] {
  if (status !== verdictStatusOf(results)) return [`the verdict is ${status}, its checks are not`];
  const ungraded = status !== 'graded';
  if (earned === null || beforeLate === null) {
    return ungraded && earned === beforeLate ? [] : ['the verdict has no points'];
  }
  if (ungraded) return [`the verdict is ${status} and has ${told(earned)}`];
  const points = results.map((result) => result.earned ?? 0);
  const sum = totalOf(points, maxPoints);
  const bonus = sumPoints(results.flatMap((result) => (result.bonus === true ? [result.possible] : [])));
  const wrong = Math.abs(sum - beforeLate) > TOLERANCE ? [`${told(beforeLate)}, the checks have ${told(sum)}`] : [];
  return [...wrong, ...nonsenseOfLate(earned, beforeLate, possible + bonus, late?.factor ?? 1)];
}

function nonsenseOfLate(earned: number, beforeLate: number, possible: number, factor: number): string[] {
  const points = `${told(earned)}, ${told(beforeLate)} before the late policy`;
  if (earned < 0 || earned > beforeLate || beforeLate > possible + TOLERANCE) {
    return [`${points}, of ${String(possible)}`];
  }
  const isKept = Math.abs(roundPoints(beforeLate * factor) - earned) <= TOLERANCE;
  return isKept ? [] : [`${points}, which keeps ${String(factor)} of them`];
}

function told(points: number | null): string {
  return points === null ? 'no points' : `${String(points)} points`;
}
