/** The rules that the points of checks sum to the total, and those of parts to their check. */
import { kindOf } from '../../kinds/index.js';
import type { Check } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import type { RuleProblem } from '../../checks/rules/rule.js';

/** Sums of points are compared up to what decimal fractions can be off. */
const TOLERANCE = 1e-9;

export function* pointsRules({ points, checks }: Rubric): Iterable<RuleProblem> {
  const sum = sumOf(checks);
  if (Math.abs(sum - points) > TOLERANCE) {
    const sentence = `points is ${String(points)}, but the points of the checks sum to ${show(sum)}: make them equal`;
    yield { path: ['points'], sentence };
  }
  for (const [index, check] of checks.entries()) yield* partsAddUp(index, check);
}

function* partsAddUp(index: number, check: Check): Iterable<RuleProblem> {
  const divided = kindOf(check).parts(check);
  if (divided === null) return;
  const sum = sumOf(divided.parts);
  if (Math.abs(sum - check.points) > TOLERANCE) {
    const sentence = `check "${check.id}" has ${String(check.points)} points, but its ${divided.what} sum to ${show(sum)}: make them equal`;
    yield { path: ['checks', index, 'points'], sentence };
  }
}

function sumOf(parts: readonly { readonly points: number }[]): number {
  return parts.reduce((total, part) => total + part.points, 0);
}

/** Without the trailing digits of binary fractions: 0.1 + 0.2 is shown as 0.3. */
function show(sum: number): string {
  return String(Number(sum.toFixed(9)));
}
