/**
 * Translates a model of tf.js to ONNX: a network that computes the same, for examples of one shape, in batches of any
 * length. What it does not know it refuses by name; it never guesses. Relies on the reader having admitted the model. Pure.
 */
import { inOneSpelling } from '../models/spelling.js';
import { field } from '../text/fields.js';
import { Untranslatable } from '../translation/untranslatable.js';
import { BATCH, GraphBuilder } from './building/graph.js';
import { plain, valueOf, type Value } from './building/values.js';
import type { OnnxModel, OnnxValue } from './format/model.js';
import { translateGraph } from './graph-model.js';
import { translateLayers } from './layers-model.js';
import { Weights } from './weights/weights.js';

export interface Artifacts {
  /** As tf.js's loaders take it. */
  readonly modelTopology: unknown;
  readonly weightSpecs: readonly unknown[];
  readonly weightData: ArrayBuffer;
  readonly format: 'layers-model' | 'graph-model';
  /** Of a graph: which of its tensors are its outputs. */
  readonly signature?: unknown;
}

export type Translation =
  | {
      readonly ok: true;
      /** Inputs in0, in1, … and outputs out0, out1, …, all float32 and with the axes of tf.js. */
      readonly model: OnnxModel;
      /** Multiply-adds for one example, of products and convolutions. */
      readonly macs: number;
    }
  /** Which layer or operation, and why: `the layer lstm_1 (LSTM) with stateful`. */
  | { readonly ok: false; readonly problem: string };

/** The model for one input and one output. `example`: the sides of one example, as it is fed. */
export function translateToOnnx(artifacts: Artifacts & { readonly example: readonly number[] }): Translation {
  const translation = translateForInputs(artifacts, [artifacts.example]);
  if (!translation.ok || translation.model.graph.outputs.length === 1) return translation;
  return { ok: false, problem: `a model of ${String(translation.model.graph.outputs.length)} outputs` };
}

/** The model for any number of inputs and outputs. */
export function translateForInputs(artifacts: Artifacts, examples: readonly (readonly number[])[]): Translation {
  try {
    return { ok: true, ...translate(artifacts, examples) };
  } catch (error) {
    if (error instanceof Untranslatable) return { ok: false, problem: error.message };
    throw error;
  }
}

function translate(artifacts: Artifacts, examples: readonly (readonly number[])[]) {
  const graph = new GraphBuilder();
  const inputs = examples.map((sides, index) => valueOf(`in${String(index)}`, sides));
  const outputs = outputsOf(graph, artifacts, inputs);
  for (const [index, output] of outputs.entries()) graph.output(`out${String(index)}`, plain(graph, output).name);
  const end = (name: string, sides: readonly number[]): OnnxValue => ({
    name,
    type: 'float32',
    shape: [BATCH, ...sides],
  });
  const model = graph.finish(
    inputs.map(({ name, sides }) => end(name, sides)),
    outputs.map(({ sides }, index) => end(`out${String(index)}`, sides)),
  );
  return { model, macs: graph.macs };
}

function outputsOf(graph: GraphBuilder, artifacts: Artifacts, inputs: readonly Value[]): readonly Value[] {
  const { modelTopology: topology, weightSpecs, weightData, format, signature } = artifacts;
  // the keys of a graph are its own names
  if (format === 'graph-model') return translateGraph({ graph, topology, signature, weightSpecs, weightData }, inputs);
  const spelt = inOneSpelling(topology);
  if (!spelt.ok) throw new Untranslatable(`a description that ${spelt.problem}`);
  const root = field(spelt.value, 'modelConfig') ?? spelt.value;
  return translateLayers({ graph, weights: new Weights(weightSpecs, weightData) }, root, inputs);
}
