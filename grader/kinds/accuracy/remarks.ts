/** Remarks for students on the mistakes that a model's outputs suggest. */
import type { Predictions } from './predictions.js';

/** Outputs that are not finite, or all equal. */
export function remarkOnOutputs({ classes, nonFinite }: Predictions, names: readonly string[]): string[] {
  const constant = nonFinite === 0 && new Set(classes).size === 1;
  const only = classes[0] ?? 0;
  const name = names[only] === undefined ? '' : ` (${names[only]})`;
  return [
    ...(nonFinite > 0
      ? [
          `${String(nonFinite)} ${nonFinite === 1 ? 'output is' : 'outputs are'} not finite and ${nonFinite === 1 ? 'counts' : 'count'} as wrong`,
        ]
      : []),
    ...(constant ? [`it predicts class ${String(only)}${name} for every example`] : []),
  ];
}

/** Logits instead of probabilities, or the reverse; neither costs points. */
export function remarkOnForm(
  { areProbabilities }: Predictions,
  width: number,
  count: number,
  gives: 'logits' | 'probabilities' | undefined,
): string[] {
  if (width === 1) return count === 2 && !areProbabilities ? ['outputs outside [0, 1] were read as logits'] : [];
  if (gives === 'logits' && areProbabilities) {
    return [
      'its outputs are probabilities, expected logits: the largest output is the same, but a loss that applies softmax again learns slowly',
    ];
  }
  if (gives === 'probabilities' && !areProbabilities) {
    return ['its outputs are not probabilities: they were read as logits; the largest output is the same'];
  }
  return [];
}
