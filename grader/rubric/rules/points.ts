/** The rules that the points of checks sum to the total, bonus aside, and those of parts to their check. */
import { kindOf } from '../../kinds/index.js';
import type { Check } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import type { RuleProblem } from '../../checks/rules/rule.js';

/** Sums of points are compared up to what decimal fractions can be off. */
const TOLERANCE = 1e-9;

export function* pointsRules({ points, maxPoints, checks }: Rubric): Iterable<RuleProblem> {
  const sum = sumOf(checks.filter(({ bonus }) => bonus !== true));
  if (Math.abs(sum - points) > TOLERANCE) {
    const sentence = `points is ${String(points)}, but the points of the checks sum to ${String(withoutTail(sum))}: make them equal`;
    yield { path: ['points'], sentence };
  }
  if (maxPoints !== undefined) yield* mostFits(maxPoints, points, checks);
  for (const [index, check] of checks.entries()) yield* partsAddUp(index, check);
}

/** It limits bonus points, and nothing else. */
function* mostFits(most: number, points: number, checks: readonly Check[]): Iterable<RuleProblem> {
  const all = sumOf(checks);
  const path = ['maxPoints'];
  if (most < points - TOLERANCE) {
    const sentence = `maxPoints is ${String(most)}, less than points (${String(points)}): it limits bonus points, so give ${String(points)} or more`;
    yield { path, sentence };
  } else if (most >= all - TOLERANCE) {
    const sentence = `maxPoints is ${String(most)}, but all checks with bonus: true come to ${String(withoutTail(all))}: it limits nothing, so leave it out`;
    yield { path, sentence };
  }
}

function* partsAddUp(index: number, check: Check): Iterable<RuleProblem> {
  const divided = kindOf(check).parts(check);
  if (divided === null) return;
  const sum = sumOf(divided.parts);
  if (Math.abs(sum - check.points) > TOLERANCE) {
    const sentence = `check "${check.id}" has ${String(check.points)} points, but its ${divided.what} sum to ${String(withoutTail(sum))}: make them equal`;
    yield { path: ['checks', index, 'points'], sentence };
  }
}

export function sumOf(parts: readonly { readonly points: number }[]): number {
  return parts.reduce((total, part) => total + part.points, 0);
}

/** Without the trailing digits of binary fractions: 0.1 + 0.2 is 0.3. */
export function withoutTail(sum: number): number {
  return Number(sum.toFixed(9));
}
