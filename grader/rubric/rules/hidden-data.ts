/**
 * No data of a check that is not visible goes to student code of a visible one: what that code prints and throws is
 * shown, labels and all. By kind of the visible check:
 *
 * - model-gradient gives examples and labels of its data set to student code: no other check of the rubric that is not
 *   visible may use that set, under whatever name.
 * - accuracy gives examples to a model, beside which no student code runs, and labels to nobody; counts are shown.
 * - data-set compares with the images of a set and tells which of the student's own are among them.
 * - forward, gradient and loss give points to student code. Points follow from the rubric and hold nothing that was
 *   held out; that they are shown is a warning (warnings.ts).
 * - steps, jacobian, model-limits, loss-log and files run no student code.
 *
 * A check that is not visible may use any data: its code runs in a process of its own, and what it says is for staff.
 */
import type { Check } from '../../schema/checks.js';
import type { DataSet } from '../../schema/examples.js';
import type { Rubric } from '../../schema/rubric.js';
import { isVisible, lookUp, type RuleProblem } from './rule.js';

/** What tells whether two data sets hold the same examples: equal where they do. */
type ContentOf = (name: string) => string | undefined;

export function* hiddenDataRules(rubric: Rubric): Iterable<RuleProblem> {
  yield* findHiddenData(rubric, (name) => {
    const set = lookUp(rubric.data, name);
    return set === undefined ? undefined : describeContent(set);
  });
}

/** The same of data that was read: `--data` may put one folder in two places. */
export function* findHiddenData({ checks }: Rubric, contentOf: ContentOf): Iterable<RuleProblem> {
  for (const [index, check] of checks.entries()) {
    if (check.kind !== 'model-gradient' || !isVisible(check)) continue;
    const content = contentOf(check.data);
    const isSame = (name: string) => name === check.data || (content !== undefined && contentOf(name) === content);
    const other = checks.find((one) => !isVisible(one) && setsOf(one).some(isSame));
    if (other === undefined) continue;
    const alias = setsOf(other).find(isSame) ?? check.data;
    const used = alias === check.data ? 'the same data set' : `data set "${alias}", which holds the same examples`;
    const when = other.visibility ?? 'hidden';
    const sentence = `"${check.id}" is visible and gives the labels of data set "${check.data}" to student code, but "${other.id}" (${when}) uses ${used}: give "${check.id}" a data set of its own, or make it ${when} as well`;
    yield { path: ['checks', index, 'data'], sentence };
  }
}

/** Data sets whose examples or labels a check uses. */
export function setsOf(check: Check): readonly string[] {
  if (check.kind === 'accuracy' || check.kind === 'model-gradient') return [check.data];
  return check.kind === 'data-set' ? (check.against ?? []) : [];
}

/** What makes examples the same: of one seed, fewer points are the first of more. */
function describeContent(set: DataSet): string {
  if (set.kind !== 'point-in-circle') return set.path.replace(/^(?:\.\/)+|\/+$/g, '').replace(/\/(?:\.?\/)+/g, '/');
  const { seed, center, radius, box } = set;
  return JSON.stringify([seed, center, radius, box.low, box.high]);
}
