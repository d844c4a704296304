/** A drawn network as a model for the grader's runtime, with weights that the witness knows. */
import type * as core from '@tensorflow/tfjs-core';
import { rememberOrigin } from '../../../grader/runtime/run-layers.js';
import { tf } from '../../../grader/runtime/tf.js';
import { translateModel } from '../../../grader/translation/translate.js';
import type { NumberArray } from './array.js';
import type { Dice, Drawn, LayerSpec, Origin } from './drawing.js';

export type Model = Awaited<ReturnType<typeof tf.loadLayersModel>>;

const VERSIONS: Readonly<Record<Origin, string>> = { keras3: '3.5.0', keras2: '2.15.0', tfjs: 'tfjs-layers 4.22.0' };

/** An argument of a call as Keras 3 writes it: a name stands for a tensor. */
function argumentOf(arg: unknown): unknown {
  if (Array.isArray(arg)) return arg.map(argumentOf);
  if (typeof arg !== 'string') return arg;
  return { class_name: '__keras_tensor__', config: { shape: [null], dtype: 'float32', keras_history: [arg, 0, 0] } };
}

function nodeOf(
  { class_name, name, config, from, args }: LayerSpec,
  origin: Origin,
  tensors: ReadonlyMap<string, readonly [string, number]>,
) {
  const ends = from.map((source) => {
    const [layer, index] = tensors.get(source) ?? [source, 0];
    return [layer, 0, index, {}];
  });
  if (args !== undefined) {
    const inbound_nodes = [{ args: args.map(argumentOf), kwargs: {} }];
    return { module: 'keras.src.ops.numpy', class_name, name, config: { name, ...config }, inbound_nodes };
  }
  const module = origin === 'keras3' ? { module: 'keras.layers' } : {};
  return { ...module, class_name, name, config: { name, ...config }, inbound_nodes: [ends] };
}

/** As in model.json; `a:1` is the second output of a. */
function describe({ origin, layers, inputs, outputs = 1 }: Drawn): Record<string, unknown> {
  const names = inputs.map((_, index) => `in${String(index)}`);
  const first = inputs.map((shape, index) => ({
    class_name: 'InputLayer',
    name: names[index],
    config: { name: names[index], batch_input_shape: [null, ...shape.slice(1)], dtype: 'float32', sparse: false },
    inbound_nodes: [],
  }));
  const tensors = new Map(
    layers.flatMap(({ from }) =>
      from.map((source) => [source, [source.split(':')[0] ?? '', Number(source.split(':')[1] ?? 0)] as const]),
    ),
  );
  const last = layers.at(-1)?.name;
  const config = {
    name: 'model',
    layers: [...first, ...layers.map((layer) => nodeOf(layer, origin, tensors))],
    input_layers: names.map((name) => [name, 0, 0]),
    output_layers: Array.from({ length: outputs }, (_, index) => [last, 0, index]),
  };
  const version = VERSIONS[origin];
  const backend = origin === 'tfjs' ? 'tensor_flow.js' : 'tensorflow';
  return {
    format: 'layers-model',
    modelTopology: { keras_version: version, backend, model_config: { class_name: 'Functional', config } },
    weightsManifest: [],
  };
}

/** What tf.js's loader is given. Throws where it cannot be translated. */
export function topologyOf(drawn: Drawn): object {
  const translated = translateModel(JSON.parse(JSON.stringify(describe(drawn))) as Record<string, unknown>);
  if (!translated.ok) throw new Error(translated.problem);
  return (translated.model as { modelTopology: object }).modelTopology;
}

/** Throws where it cannot be translated or loaded. */
export async function makeModel(drawn: Drawn): Promise<Model> {
  const modelTopology = topologyOf(drawn);
  const model = await tf.loadLayersModel({ load: () => Promise.resolve({ modelTopology }) });
  rememberOrigin(model, VERSIONS[drawn.origin]);
  return model;
}

export function random(shape: readonly number[], next: () => number): NumberArray {
  const length = shape.reduce((product, side) => product * side, 1);
  return { shape, data: Float64Array.from({ length }, () => Math.fround(next())) };
}

export const toTensor = ({ shape, data }: NumberArray): core.Tensor => tf.tensor(Float32Array.from(data), [...shape]);
export const fromTensor = (tensor: core.Tensor): NumberArray => ({
  shape: tensor.shape,
  data: Float64Array.from(tensor.dataSync()),
});

/** Gives the model random weights; by layer and weight. Variances are positive. */
export function fillWeights(model: Model, dice: Dice): ReadonlyMap<string, NumberArray> {
  const weights = new Map<string, NumberArray>();
  for (const weight of model.weights) {
    const isVariance = weight.originalName.endsWith('variance');
    const value = random(weight.shape as number[], () => (isVariance ? 0.5 : -0.6) + 1.2 * dice.uniform());
    weight.write(toTensor(value));
    weights.set(weight.originalName, value);
  }
  return weights;
}
