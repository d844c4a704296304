/** Hints that follow from the verdict on an output alone, where no known mistake explains it. */
import type { Point } from '../../numerics/mistakes/hypotheses.js';
import type { OutputEvidence } from '../../schema/evidence.js';

type Hints = Partial<Record<OutputEvidence['verdict'], string>>;

const HINTS_ON_VALUES: Hints = {
  transposed: 'Which index counts the examples, and which counts the values of one example?',
};

const HINTS_ON_GRADIENTS: Hints = {
  transposed:
    'Which index counts outputs and which counts inputs? Compare with the shape of what it is the gradient of.',
  'not-summed': 'It is used once per example: how do the uses combine in its gradient?',
};

export const NON_FINITE =
  'Print the values step by step: which is the first that is not finite, and what was divided by or logged?';

/** null where nothing is said, so that the hint of the rubric is. */
export function hintOn(verdict: OutputEvidence['verdict'], of: Point['of']): string | null {
  const hints = of === 'values' ? HINTS_ON_VALUES : HINTS_ON_GRADIENTS;
  return hints[verdict] ?? (verdict === 'non-finite' ? NON_FINITE : null);
}
