/** y = x W^T + b with x [..., n], W [m, n], b [m], and the mistakes of a linear layer. */
import { at, columnSums, map, product, rowsOf, transposed, zip, type Matrix } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';

/** A layer with weights, whose names say which nodes are about it. */
export interface Weighted {
  readonly name: string;
  readonly of: readonly [x: string, weight: string, bias: string];
  /** The node whose activation x is. */
  readonly preactivation?: string;
  /** The node that is the activation of this one. */
  readonly activation?: string;
}

/** Whether a mistake is on in this layer; the layer is named by its node or by a parameter. */
export function isOn(run: Run, id: string, { name, of: [, weight, bias] }: Weighted): boolean {
  return run.switches.on(id, name, weight, bias);
}

export function variantAt(run: Run, id: string, { name, of: [, weight, bias] }: Weighted): string | null {
  return run.switches.variant(id, name, weight, bias);
}

/** How often the forward pass adds the bias. */
export function biasUses(run: Run, layer: Weighted): 0 | 1 | 2 {
  if (isOn(run, 'bias-missing', layer)) return 0;
  return isOn(run, 'bias-twice', layer) ? 2 : 1;
}

/**
 * What the bias gradient is multiplied by: the number of its uses, which a hand-written backward pass forgets, 0 for
 * `db-zero`, and 1 / examples for `db-mean`.
 */
export function biasFactor(run: Run, layer: Weighted, examples: number): number {
  if (isOn(run, 'db-zero', layer)) return 0;
  const variant = variantAt(run, 'bias-missing', layer) ?? variantAt(run, 'bias-twice', layer);
  const uses = variant === 'by-hand' ? 1 : biasUses(run, layer);
  return isOn(run, 'db-mean', layer) ? uses / examples : uses;
}

/** The gradient that the parameters see: of the layer's output, or of its activation when the slope was forgotten. */
export function gradientFor(
  run: Run,
  layer: Weighted,
  id: 'dw-before-mask' | 'db-before-mask',
  own: Tensor32,
): Tensor32 {
  return layer.activation !== undefined && isOn(run, id, layer) ? run.gradientOf(layer.activation) : own;
}

/** What the weight gradient takes for the layer's input. */
export function inputForWeights(run: Run, layer: Weighted): Tensor32 {
  const wrong = layer.preactivation !== undefined && isOn(run, 'dw-from-preactivation', layer);
  return run.get(wrong ? (layer.preactivation ?? '') : layer.of[0]);
}

/** The weights that the gradient of the input uses: those given, or those after a step of gradient descent. */
export function weightsForInput(run: Run, layer: Weighted, gradient: Tensor32): Tensor32 {
  const rate = variantAt(run, 'weights-updated-early', layer);
  const weights = run.get(layer.of[1]);
  if (rate === null) return weights;
  const step = Math.fround(rate === '' ? 0.1 : Number(rate));
  return zip(weights, gradient, (weight, by) => weight - Math.fround(step * by));
}

const asTensor = ({ rows, columns, values }: Matrix): Tensor32 => ({ shape: [rows, columns], values });

function forward(run: Run, layer: Weighted): Tensor32 {
  const [x, weight, bias] = layer.of;
  const weights = rowsOf(run.get(weight));
  const isSquare = weights.rows === weights.columns;
  const by = isSquare && isOn(run, 'weight-not-transposed', layer) ? weights : transposed(weights);
  const { values } = product(rowsOf(run.get(x)), by);
  const uses = biasUses(run, layer);
  const shape = [...run.get(x).shape.slice(0, -1), weights.rows];
  let out: Tensor32 = { shape, values };
  for (let use = 0; use < uses; use += 1)
    out = map(out, (value, index) => value + at(run.get(bias).values, index % weights.rows));
  return out;
}

function backward(run: Run, layer: Weighted, own: Tensor32): void {
  const [x, weight, bias] = layer.of;
  const isSquare = rowsOf(run.get(weight)).rows === rowsOf(run.get(weight)).columns;
  const isSwapped = isSquare && isOn(run, 'weight-not-transposed', layer);
  const forWeights = rowsOf(gradientFor(run, layer, 'dw-before-mask', own));
  const product1 = product(transposed(forWeights), rowsOf(inputForWeights(run, layer)));
  const isTransposed = isSwapped !== (isSquare && isOn(run, 'dw-transposed', layer));
  const dWeights = asTensor(isTransposed ? transposed(product1) : product1);
  run.addGradient(weight, dWeights);

  const forBias = rowsOf(gradientFor(run, layer, 'db-before-mask', own));
  const factor = Math.fround(biasFactor(run, layer, forBias.rows));
  run.addGradient(bias, { shape: [forBias.columns], values: columnSums(forBias).map((value) => value * factor) });

  const weights = rowsOf(weightsForInput(run, layer, dWeights));
  const isInputTransposed = isSwapped !== (isSquare && isOn(run, 'input-gradient-transposed', layer));
  const { values } = product(rowsOf(own), isInputTransposed ? transposed(weights) : weights);
  run.addGradient(x, { shape: run.get(x).shape, values });
}

export function linear(layer: Weighted): Step {
  return {
    name: layer.name,
    forward: (run) => forward(run, layer),
    backward: (run, gradient) => {
      backward(run, layer, gradient);
    },
  };
}
