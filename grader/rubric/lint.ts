/** What `rubric lint` tells: errors, warnings, and a summary of what the rubric asks for. */
import { GraderError } from '../errors.js';
import { fewestExamples } from '../numerics/statistics.js';
import type { Check } from '../schema/checks.js';
import type { ResolvedRubric } from '../schema/resolved.js';
import { loadRubric } from './load.js';

export interface LintResult {
  /** Complete sentences with file, line and column; empty when the rubric can be used. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly summary: readonly string[];
}

/** Examines a rubric file. Only what is not the rubric's own problem is thrown (no such file). */
export async function lintRubric(path: string): Promise<LintResult> {
  try {
    const resolved = await loadRubric(path);
    return { errors: [], warnings: [...warningsOf(resolved)], summary: summaryOf(resolved) };
  } catch (error) {
    if (!(error instanceof GraderError) || error.fault !== 'instructor') throw error;
    return { errors: [error.message], warnings: [], summary: [] };
  }
}

function* warningsOf(resolved: ResolvedRubric): Iterable<string> {
  const { checks } = resolved.rubric;
  if (!checks.some(isVisible)) yield 'no check is visible: precheck has nothing to run';
  for (const [index, check] of checks.entries()) {
    for (const need of check.needs ?? []) {
      if (checks.findIndex(({ id }) => id === need) > index)
        yield `"${check.id}" needs "${need}", which comes after it`;
    }
    if (check.kind === 'accuracy') yield* smallSample(check, resolved);
  }
}

function* smallSample(check: Extract<Check, { kind: 'accuracy' }>, resolved: ResolvedRubric): Iterable<string> {
  const { from, to } = check.ramp;
  const needed = fewestExamples(from, to);
  const count = resolved.data.get(check.data)?.labels.length ?? 0;
  if (count < needed) {
    yield `"${check.id}": ${String(count)} examples are few for a ramp from ${String(from)} to ${String(to)}; with ${String(needed)} chance moves the score by 5 %`;
  }
}

function isVisible({ visibility }: Check): boolean {
  return (visibility ?? 'visible') === 'visible';
}

function summaryOf({ rubric, pointSets }: ResolvedRubric): string[] {
  const seeds = [...pointSets].flatMap(([name, points]) => {
    const found = points.flatMap(({ seed }) => seed ?? []);
    return found.length === 0 ? [] : [`${name}: ${found.join(', ')}`];
  });
  return [
    `${rubric.id}: ${rubric.title}, ${String(rubric.points)} points in ${String(rubric.checks.length)} checks`,
    ...rubric.checks.map(
      (check) =>
        `  ${String(check.points).padStart(5)}  ${check.id} (${check.kind}${isVisible(check) ? '' : `, ${check.visibility ?? ''}`})`,
    ),
    ...(seeds.length === 0 ? [] : [`seeds of generic points: ${seeds.join('; ')}`]),
  ];
}
