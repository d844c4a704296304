/**
 * One sample with what a student's functions returned there: the right tensors, the answers, and steps recomputed from
 * both. Does not judge.
 */
import type { Network } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { singlesAt } from '../mistakes/hypotheses.js';
import type { Values } from '../network.js';
import { build } from '../ops/op.js';
import { parseKey, Recomputation, type StepName } from './recomputation.js';

/** One sample: the right tensors, and what the student's functions returned, by key, in the shapes of the right ones. */
export interface OwnPoint {
  readonly network: Network;
  readonly given: Values;
  readonly values: Values;
  readonly gradients: Values;
  readonly answers: ReadonlyMap<string, TensorData>;
  /** Whether it was chosen to tell mistakes apart. */
  readonly isGeneric: boolean;
}

/** The right tensor of a step. Throws for a name that the network does not have. */
export function truthAt({ values, gradients, given }: OwnPoint, { kind, of }: StepName): TensorData {
  const truth = (kind === 'value' ? values : gradients)[of] ?? given[of];
  if (truth === undefined) throw new Error(`no ${kind} of ${of} in the network`);
  return truth;
}

/** The answers with these keys, and the right ones; keys without an answer are left out. */
export function answered(point: OwnPoint, keys: ReadonlySet<string>) {
  return [...keys].flatMap((key) => {
    const answer = point.answers.get(key);
    return answer === undefined ? [] : [{ answer, truth: truthAt(point, parseKey(key)) }];
  });
}

/** Recomputes steps with other inputs and parameters. */
export function recomputationOf(point: OwnPoint, given: Values): Recomputation {
  const { network, answers } = point;
  return new Recomputation({ network, given, answers, truthOf: (step) => truthAt(point, step) });
}

/** With zeros for one input or parameter. Labels are left: 0 is a class like any other. */
export function withZeros(given: Values, name: string): Values {
  const tensor = given[name];
  return tensor?.dtype === 'float64' ? { ...given, [name]: build(tensor.shape, () => 0) } : given;
}

/** The points of the library of mistakes. */
const known = new WeakMap<OwnPoint, ReturnType<typeof singlesAt>>();

/** The ways to make one mistake there, made once for each point. */
export function singlesOf(point: OwnPoint): ReturnType<typeof singlesAt> {
  const found = known.get(point) ?? singlesAt({ ...point, right: point.values, of: 'values' });
  known.set(point, found);
  return found;
}
