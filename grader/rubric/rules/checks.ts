/** The rule that checks refer to what exists and fits, as their kinds define. */
import type { RuleProblem } from '../../checks/rules/rule.js';
import { kindOf } from '../../kinds/index.js';
import type { Rubric } from '../../schema/rubric.js';

export function* checkRules(rubric: Rubric): Iterable<RuleProblem> {
  for (const [index, check] of rubric.checks.entries()) {
    yield* kindOf(check).rules(['checks', index], check, rubric);
  }
}
