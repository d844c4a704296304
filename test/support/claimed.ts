/**
 * Outputs as `explain` gets them, from tensors made elsewhere, and its claims in short. Must not decide what is right.
 */
import { explain, type Claim, type Compared, type Plain } from '../../grader/numerics/claims.js';
import { infinityNorm, matches } from '../../grader/numerics/closeness.js';
import { gradientsWithSubgradients } from '../../grader/numerics/gradients.js';
import type { Point } from '../../grader/numerics/mistakes/hypotheses.js';
import { evaluate, type Values } from '../../grader/numerics/network.js';
import type { ObservedTensor } from '../../grader/numerics/shapes.js';
import type { Network } from '../../grader/schema/network.js';
import type { TensorData } from '../../grader/tensor/tensor.js';

export interface Sample {
  readonly point: Point;
  readonly scale: Values;
}

/** `isGeneric`: whether the sample was chosen to tell mistakes apart. */
export function gradientsAt(network: Network, given: Values, isGeneric = true): Sample {
  const { reference } = gradientsWithSubgradients(network, given);
  return { point: { network, given, right: reference.gradients, of: 'gradients', isGeneric }, scale: reference.scale };
}

export function valuesAt(network: Network, given: Values, isGeneric = true): Sample {
  const { values, scale } = evaluate(network, given);
  return { point: { network, given, right: values, of: 'values', isGeneric }, scale };
}

/** One output at these samples. */
export function compared(of: string, samples: readonly Sample[], tensorAt: (place: number) => TensorData): Compared {
  const cases = samples.map(({ point, scale }, place) => {
    const reference = point.right[of];
    if (reference === undefined) throw new Error(`no ${of}`);
    const observed: ObservedTensor = { form: 'tensor', data: tensorAt(place) };
    const largest = Math.max(...Object.values(point.right).map(infinityNorm));
    return { observed, point, expected: { reference, scale: scale[of], largest } };
  });
  return { of, cases, isWrong: !cases.every(({ observed, expected }) => matches(observed.data.values, expected)) };
}

/** A claim in short: what it is, the mistakes and their places, the constant. */
function short(found: Claim | Plain | null): string | null {
  if (found === null) return null;
  if ('plain' in found) return found.plain === 'factor' ? `times ${found.factor.toPrecision(3)}` : found.plain;
  const made = found.made.map(({ mistake, at }) => `${mistake.name}${at === null ? '' : ` at ${at}`}`).join(', ');
  return `${found.claim}: ${made}${found.factor === undefined ? '' : ` times ${found.factor.toPrecision(3)}`}`;
}
/** What is claimed for each output. */
export const claims = (...outputs: Compared[]) => explain(outputs).map(short);
