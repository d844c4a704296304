/** Whether mistakes explain outputs: the wrong ones by the same numbers, the right ones by leaving them alone. */
import type { TensorData } from '../tensor/tensor.js';
import { matches, measureCloseness, TOLERANCE, type Expected } from './closeness.js';
import { sameAt, singlesAt, type Hypothesis, type Point } from './mistakes/hypotheses.js';
import { align, type ObservedTensor } from './shapes.js';

/** One tensor at one sample. */
export interface Case {
  readonly observed: ObservedTensor;
  readonly expected: Expected;
  readonly point: Point;
}

/** A tensor at all samples at which it was requested. */
export interface Compared {
  /** The name of the tensor in the network. */
  readonly of: string;
  readonly cases: readonly Case[];
  readonly isWrong: boolean;
}

/** The samples, which are the same for all outputs. */
export function pointsOf(outputs: readonly Compared[]): readonly Point[] {
  return outputs[0]?.cases.map(({ point }) => point) ?? [];
}

/** The mistakes that can be made at some point and that `explains`, which gets what each gives at every point. */
export function singlesThat(
  points: readonly Point[],
  explains: (hypotheses: readonly Hypothesis[]) => boolean,
): readonly Hypothesis[] {
  // the order is that of the point at which most can be made
  const mostFirst = points.map(singlesAt).sort((a, b) => b.size - a.size);
  const all = new Map(mostFirst.flatMap((one) => [...one]));
  return [...all.values()].filter((hypothesis) => explains(points.map((point) => sameAt(point, hypothesis))));
}

export function explainsOutput(output: Compared, hypotheses: readonly Hypothesis[]): boolean {
  return output.cases.every((one, place) => explainsCase(output, one, hypotheses[place]?.tensors()[output.of]));
}

/** Whether an alternative value of a tensor explains what was observed at one sample. */
export function explainsCase(
  { isWrong }: Compared,
  { observed, expected }: Case,
  alternative: TensorData | undefined,
): boolean {
  if (alternative === undefined) return false;
  if (!isWrong) return measureCloseness(alternative.values, expected, TOLERANCE.float32).verdict !== 'different';
  const aligned = align(observed, alternative);
  // without the scale of rounding, which may be many times the numbers: a claim needs more than a judgement does
  const strictly = { ...expected, reference: alternative, directions: [], scale: undefined };
  return aligned.kind === 'same' && matches(aligned.values, strictly);
}
