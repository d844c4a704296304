/**
 * A model as the runtime feeds it: with images whose channels are last, and float32 numbers in and out, whatever it takes
 * itself. Only operations at its ends are added. Pure.
 */
import {
  ELEMENT_TYPES,
  type ElementType,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
} from './format/model.js';

/** No value of an admitted model has a name that begins like this. */
export const OWN_NAMES = 'tuxgrade/';
const INPUT = `${OWN_NAMES}input`;
const CAST = `${OWN_NAMES}cast`;
const OUTPUT = `${OWN_NAMES}output`;
/** Images [N,H,W,C] as [N,C,H,W]. */
const TO_CHANNELS_FIRST = [0, 3, 1, 2] as const;

/** `model` has one input and one output, of float32 or float64. `channelsFirst`: it takes images in that order. */
export function adapted(model: OnnxModel, { channelsFirst }: { readonly channelsFirst: boolean }): OnnxModel {
  const withInput = adaptInput(model, channelsFirst);
  return adaptOutput(withInput);
}

function adaptInput(model: OnnxModel, channelsFirst: boolean): OnnxModel {
  const [input] = model.graph.inputs;
  if (input === undefined) throw new Error('the model has no input');
  const casts = input.type !== 'float32';
  if (!casts && !channelsFirst) return model;
  const moved = casts ? CAST : input.name;
  const nodes = [
    ...(channelsFirst
      ? [nodeOf('Transpose', INPUT, moved, { perm: { kind: 'ints', values: TO_CHANNELS_FIRST } })]
      : []),
    ...(casts ? [castOf(channelsFirst ? moved : INPUT, input.name, input.type)] : []),
  ];
  const given: OnnxValue = { name: INPUT, type: 'float32', shape: channelsFirst ? turned(input.shape) : input.shape };
  return { ...model, graph: { ...model.graph, nodes: [...nodes, ...model.graph.nodes], inputs: [given] } };
}

function turned(shape: OnnxValue['shape']): OnnxValue['shape'] {
  if (shape === null) return null;
  const [batch = '', channels = '', height = '', width = ''] = shape;
  return [batch, height, width, channels];
}

function adaptOutput(model: OnnxModel): OnnxModel {
  const [output] = model.graph.outputs;
  if (output === undefined) throw new Error('the model has no output');
  if (output.type === 'float32') return model;
  const nodes = [...model.graph.nodes, castOf(output.name, OUTPUT, 'float32')];
  return { ...model, graph: { ...model.graph, nodes, outputs: [{ ...output, name: OUTPUT, type: 'float32' }] } };
}

function castOf(from: string, to: string, type: ElementType): OnnxNode {
  const number = Object.entries(ELEMENT_TYPES).find(([, name]) => name === type)?.[0];
  return nodeOf('Cast', from, to, { to: { kind: 'int', value: Number(number) } });
}

function nodeOf(operator: string, from: string, to: string, attributes: Record<string, OnnxAttribute>): OnnxNode {
  return { name: '', operator, domain: '', inputs: [from], outputs: [to], attributes };
}
