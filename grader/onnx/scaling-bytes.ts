/**
 * A model that takes bytes in place of its numbers: they are scaled within, each step rounded to float32 as
 * tensor/images.ts does it, so that both give the same bits. Pure.
 */
import type { Scaling } from '../tensor/images.js';
import type { OnnxModel, OnnxNode, OnnxTensor } from './format/model.js';

const FLOAT32 = 1;
/** No translation or exporter uses such names. */
const PREFIX = 'tuxgrade/scaling/';

/** The model must have one input, of float32. */
export function scalingBytes(model: OnnxModel, { divisor, standard }: Scaling): OnnxModel {
  const [input] = model.graph.inputs;
  if (input === undefined) throw new Error('the model has no input');
  const steps: readonly (readonly [operator: string, numbers: readonly number[]])[] = [
    ...(divisor === 1 ? [] : [['Div', [divisor]] as const]),
    ...(standard === undefined ? [] : [['Sub', standard.mean] as const, ['Div', standard.std] as const]),
  ];
  const names = steps.map((_step, at) => `${PREFIX}${String(at)}`);
  const lastName = (at: number) => (at === steps.length ? input.name : `${PREFIX}value-${String(at)}`);
  const cast = nodeOf('Cast', [`${PREFIX}bytes`], lastName(0));
  const nodes = steps.map(([operator], at) => nodeOf(operator, [lastName(at), names[at] ?? ''], lastName(at + 1)));
  return {
    ...model,
    graph: {
      ...model.graph,
      nodes: [{ ...cast, attributes: { to: { kind: 'int', value: FLOAT32 } } }, ...nodes, ...model.graph.nodes],
      initializers: [
        ...steps.map(([, numbers], at) => numbersOf(names[at] ?? '', numbers)),
        ...model.graph.initializers,
      ],
      inputs: [{ ...input, name: `${PREFIX}bytes`, type: 'uint8' }],
    },
  };
}

function nodeOf(operator: string, inputs: readonly string[], output: string): OnnxNode {
  return { name: '', operator, domain: '', inputs, outputs: [output], attributes: {} };
}

/** One number, or one for each channel, which is the last side. */
function numbersOf(name: string, numbers: readonly number[]): OnnxTensor {
  const values = Float32Array.from(numbers);
  return { name, type: 'float32', shape: [values.length], bytes: new Uint8Array(values.buffer) };
}
