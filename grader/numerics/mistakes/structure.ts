/** Mistakes in the order of the steps: updated too early, cut off. */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type BackwardCall, type Rewrite } from '../ops/op.js';
import { atNodes, type Mistake, type Where } from './mistake.js';

const WEIGHT = 1;
/** Learning rates; with a smaller one, the result hardly differs from the right one. */
const RATES = [1, 0.1, 0.01] as const;

/** The gradient passes back through weights that gradient descent has changed already. */
function updatedEarly(rate: number): (where: Where) => Rewrite {
  return (where) => ({
    backward: (call, usual) => {
      if (call.index !== 0 || !where(call.node)) return usual(call);
      return usual({ ...call, operands: updated(call, usual({ ...call, index: WEIGHT }), rate) });
    },
  });
}

function updated({ operands }: BackwardCall, gradient: TensorData | null, rate: number): readonly TensorData[] {
  const weight = operand(operands, WEIGHT);
  if (gradient === null) return operands;
  const next = build(weight.shape, (i) => at(weight, i) - rate * at(gradient, i));
  return operands.map((one, index) => (index === WEIGHT ? next : one));
}

export const STRUCTURE: readonly Mistake[] = [
  {
    name: 'weights-updated-early',
    topic: 'order of the steps',
    kind: 'rule',
    subtle: true,
    sentence: 'is the result if the weights of a later layer are updated before the gradient has passed through them',
    hint: 'When may a weight change: before or after all gradients of this step have been computed?',
    section: 'Quiz 2: backward propagation',
    variants: (setting) =>
      RATES.flatMap((rate) => atNodes(({ op }) => op === 'linear' || op === 'conv2d', updatedEarly(rate))(setting)),
  },
  {
    name: 'detached',
    topic: 'order of the steps',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the graph is cut: no gradient passes on below',
    hint: 'Does every step of the calculation still depend on the tensors before it, or is one of them a copy?',
    section: 'Quiz 2: backward propagation',
    variants: (setting) =>
      setting.network.nodes
        .filter((node) => node !== setting.network.nodes.at(-1))
        .map(({ name }) => ({
          at: name,
          rewrite: {
            backward: (call, usual) => {
              const part = usual(call);
              return part === null || call.node.name !== name ? part : build(part.shape, () => 0);
            },
          },
        })),
  },
];
