/** Data sets can be made. */
import type { Rubric } from '../../schema/rubric.js';
import { TOO_LARGE } from './given-numbers.js';
import type { RuleProblem } from './rule.js';

export function* dataRules({ data = {} }: Rubric): Iterable<RuleProblem> {
  for (const [name, set] of Object.entries(data)) {
    if (set.kind === 'images') {
      const again = set.classes.findIndex((one, index) => set.classes.indexOf(one) < index);
      if (again >= 0) {
        const sentence = `class "${set.classes[again] ?? ''}" stands here twice: each number has a name of its own`;
        yield { path: ['data', name, 'classes', again], sentence };
      }
      continue;
    }
    const { box } = set;
    for (const side of ['low', 'high'] as const) {
      if (Number.isFinite(Math.fround(box[side]))) continue;
      yield { path: ['data', name, 'box', side], sentence: `${side} is ${String(box[side])}, ${TOO_LARGE}` };
    }
    if (box.low >= box.high) {
      const sentence = `the box from ${String(box.low)} to ${String(box.high)} is empty: low must be less than high`;
      yield { path: ['data', name, 'box'], sentence };
    }
  }
}
