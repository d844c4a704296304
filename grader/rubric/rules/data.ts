/** Data sets can be made. */
import type { Rubric } from '../../schema/rubric.js';
import type { RuleProblem } from './rule.js';

export function* dataRules({ data = {} }: Rubric): Iterable<RuleProblem> {
  for (const [name, { box }] of Object.entries(data)) {
    if (box.low >= box.high) {
      const sentence = `the box from ${String(box.low)} to ${String(box.high)} is empty: low must be less than high`;
      yield { path: ['data', name, 'box'], sentence };
    }
  }
}
