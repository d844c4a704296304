/** The rule that no check waits for one that a person grades: when checks run, it has no points. */
import type { Path, RuleProblem } from '../../checks/rules/rule.js';
import type { Rubric } from '../../schema/rubric.js';
import type { ManualCheck } from './schema.js';

export function* manualRules(_path: Path, { id }: ManualCheck, { checks }: Rubric): Iterable<RuleProblem> {
  for (const [index, { id: other, needs = [] }] of checks.entries()) {
    const place = needs.indexOf(id);
    if (place < 0) continue;
    const sentence = `"${other}" needs "${id}", which is graded by hand after all checks have run: take it out of needs`;
    yield { path: ['checks', index, 'needs', place], sentence };
  }
}
