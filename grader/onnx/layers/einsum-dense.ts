/** EinsumDense: a product of the input and a kernel along named axes. */
import { sizeOf } from '../../tensor/tensor.js';
import { activate } from '../activations/activate.js';
import { withConstant } from '../building/arithmetic.js';
import { text } from '../building/attributes.js';
import { plain, valueOf } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';

interface Labels {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
}

/** With letters in place of `...`; the first axis must be that of the examples. */
function labelsOf(call: LayerCall, rank: number): Labels {
  const equation = String(call.option('equation')).replaceAll(' ', '');
  const found = /^([a-zA-Z.]+),([a-zA-Z.]+)->([a-zA-Z.]+)$/.exec(equation);
  const [, input = '', kernel = '', output = ''] = found ?? [];
  const free = Array.from('ABCDEFGH').filter((letter) => !equation.includes(letter));
  const dots = free.slice(0, Math.max(0, rank - input.replace('...', '').length)).join('');
  const labels = {
    input: input.replace('...', dots),
    kernel: kernel.replace('...', dots),
    output: output.replace('...', dots),
  };
  const [batch = ''] = labels.input;
  const isRead = [labels.input, labels.kernel, labels.output].every(
    (one) => /^[a-zA-Z]+$/.test(one) && new Set(one).size === one.length,
  );
  const keepsExamples = labels.output.startsWith(batch) && !labels.kernel.includes(batch);
  if (found === null || !isRead || labels.input.length !== rank || !keepsExamples) {
    throw call.refuse('with an equation that is not translated');
  }
  return labels;
}

export const einsumDense: LayerRule = (call) => {
  const { graph } = call;
  const x = plain(graph, call.input);
  const { input, kernel, output } = labelsOf(call, x.sides.length + 1);
  const shape = call.shapeOfWeight('kernel');
  const sideOf = new Map(Array.from(kernel).map((letter, axis) => [letter, shape[axis] ?? 1]));
  for (const [axis, letter] of Array.from(input).entries()) {
    if (axis === 0) continue;
    const side = x.sides[axis - 1] ?? 1;
    if ((sideOf.get(letter) ?? side) !== side) throw call.refuse('with a kernel that does not fit its input');
    sideOf.set(letter, side);
  }
  const sides = Array.from(output)
    .slice(1)
    .map((letter) => sideOf.get(letter));
  if (kernel.length !== shape.length || !sides.every((side) => side !== undefined)) {
    throw call.refuse('with an equation that is not translated');
  }
  const weight = graph.weight(call.weight('kernel', shape), shape);
  graph.count(sizeOf([...sideOf.values()]));
  const product = valueOf(
    graph.node('Einsum', [x.name, weight], { equation: text(`${input},${kernel}->${output}`) }),
    sides,
  );
  const biasAxes = call.option('biasAxes') ?? null;
  if (biasAxes !== null && typeof biasAxes !== 'string') throw call.refuse('with bias_axes that cannot be read');
  const biased =
    biasAxes === null ? product : withConstant(graph, 'Add', product, biasOf(call, biasAxes, output, sides));
  return activate(graph, call.option('activation'), biased, (why) => call.refuse(why));
};

/** Along the named axes; it has the axes from the first of these on. */
function biasOf(call: LayerCall, axes: string, output: string, sides: readonly number[]) {
  const from = Math.min(...Array.from(axes, (letter) => output.indexOf(letter)));
  if (from < 1) throw call.refuse('with bias_axes that cannot be read');
  const along = sides.map((side, at) => (axes.includes(output[at + 1] ?? '') ? side : 1));
  return { values: call.weight('bias', along.slice(from - 1)), shape: along };
}
