/**
 * The rule that a visible check must not pass data of a non-visible check to student code, because what that code
 * prints and throws is shown, including labels. What a check passes to student code is defined by its kind (`gives`).
 * Points follow from the rubric and contain nothing that is held out, so for them there is only a warning
 * (warnings.ts).
 *
 * A non-visible check may use any data: its code runs in a separate process, and its output is for staff.
 */
import type { Check } from '../../schema/checks.js';
import type { DataSet } from '../../schema/examples.js';
import type { Rubric } from '../../schema/rubric.js';
import { lookUp, type RuleProblem } from '../../checks/rules/rule.js';
import { isVisible } from '../../checks/scope.js';
import { kindOf } from '../../kinds/index.js';

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
    const { labels } = kindOf(check).gives(check);
    if (labels === undefined || !isVisible(check)) continue;
    const content = contentOf(labels.data);
    const isSame = (name: string) => name === labels.data || (content !== undefined && contentOf(name) === content);
    const other = checks.find((one) => !isVisible(one) && setsOf(one).some(isSame));
    if (other === undefined) continue;
    const alias = setsOf(other).find(isSame) ?? labels.data;
    const used = alias === labels.data ? 'the same data set' : `data set "${alias}", which holds the same examples`;
    const when = other.visibility ?? 'hidden';
    const sentence = `"${check.id}" is visible and gives the labels of data set "${labels.data}" to student code, but "${other.id}" (${when}) uses ${used}: give "${check.id}" a data set of its own, or make it ${when} as well`;
    yield { path: ['checks', index, ...labels.key], sentence };
  }
}

/** Data sets whose examples or labels a check uses. */
export function setsOf(check: Check): readonly string[] {
  return kindOf(check).refersTo(check).data ?? [];
}

/** What makes examples the same: of one seed, fewer points are the first of more. */
function describeContent(set: DataSet): string {
  if (set.kind !== 'point-in-circle') return set.path.replace(/^(?:\.\/)+|\/+$/g, '').replace(/\/(?:\.?\/)+/g, '/');
  const { seed, center, radius, box } = set;
  return JSON.stringify([seed, center, radius, box.low, box.high]);
}
