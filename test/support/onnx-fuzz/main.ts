/**
 * Compares translated models on ONNX Runtime with cpu, forward, as a separate program: `node main.js BINDING COUNT SEED`.
 * The cases are those of the comparison of backends. Prints JSON.
 */
import type { layers } from '@tensorflow/tfjs-layers';
import { OnnxLibrary } from '../../../grader/runtime/onnx/library.js';
import { tf } from '../../../grader/runtime/tf.js';
import { difference } from '../backend-fuzz/compare.js';
import { drawCases, type LayerCase } from '../backend-fuzz/configurations.js';
import { prepare, runCase } from '../backend-fuzz/run-case.js';
import { graphOf } from './graphs.js';
import { runTranslated, withWeights, type Ran } from './translated.js';

export interface OnnxFuzzReport {
  readonly compared: number;
  /** Why a case is not translated, with the number of such cases. */
  readonly refused: Readonly<Record<string, number>>;
  /** Cases that cpu refuses. */
  readonly impossible: number;
  /** Operations that no model of tf.js can contain. */
  readonly noModel: number;
  /** Cases in which ONNX Runtime has another convention, which is not an error. */
  readonly excepted: number;
  readonly failures: readonly { readonly seed: number; readonly case: string; readonly differs: string }[];
}

function runOnnx(library: OnnxLibrary, one: LayerCase): Ran | null {
  tf.engine().startScope();
  try {
    const { inputs, made, weights } = prepare(one);
    const fed = inputs.map((input) => ({ shape: input.shape, values: input.dataSync() }));
    if (made === undefined) {
      const graph = graphOf(
        one,
        weights.map((weight) => ({ shape: weight.shape, values: weight.dataSync() })),
      );
      return graph === null ? null : runTranslated(library, graph, fed);
    }
    const symbolic = one.inputs.map((shape) => tf.input({ batchShape: [null, ...shape.slice(1)] }));
    const outputs = made.apply(symbolic.length === 1 ? (symbolic[0] as (typeof symbolic)[0]) : symbolic);
    if (one.name === 'depthwiseConv2d') undilated(made);
    const model = tf.model({ inputs: symbolic, outputs: outputs as (typeof symbolic)[0] });
    const named = made.weights.map((weight) => ({
      name: weight.originalName,
      shape: weight.shape as number[],
      values: weight.read().dataSync(),
    }));
    return runTranslated(library, withWeights(model.toJSON(null, false), named), fed);
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

/** tf.js's own layer takes no notice of its dilation; the one of the runtime is compared by the witness. */
function undilated(made: layers.Layer): void {
  const written = made.getConfig.bind(made);
  made.getConfig = () => ({ ...written(), dilationRate: [1, 1] });
}

/** ONNX Runtime passes over NaN when it looks for a maximum, as TensorFlow's library does. */
const hasOtherConvention = ({ name, regime }: LayerCase) => name === 'maxPooling2d' && regime === 'not-finite';

const describe = ({ family, name, options, inputs, regime }: LayerCase) =>
  `${family}: ${name} ${JSON.stringify(options)} of ${JSON.stringify(inputs)}, ${regime}`;

async function compare(binding: string, count: number, seed: number): Promise<OnnxFuzzReport> {
  await tf.setBackend('cpu');
  const library = new OnnxLibrary(binding);
  let [compared, impossible, noModel, excepted] = [0, 0, 0, 0];
  const refused: Record<string, number> = {};
  const failures: OnnxFuzzReport['failures'][number][] = [];
  for (const one of drawCases(count, seed)) {
    const cpu = runCase(one);
    if (typeof cpu === 'string') {
      impossible += 1;
      continue;
    }
    if (hasOtherConvention(one)) {
      excepted += 1;
      continue;
    }
    const found = runOnnx(library, one);
    if (found === null) noModel += 1;
    else if (found.status === 'refused') {
      const why = found.why.replace(/^the layer \S+ /, '');
      refused[why] = (refused[why] ?? 0) + 1;
    } else {
      compared += 1;
      const [output] = found.status === 'ran' ? (found.outputs[0] ?? []) : [];
      const result =
        output === undefined
          ? found.status === 'failed'
            ? found.why
            : 'no output'
          : { shape: output.shape, output: Array.from(output.values), gradients: {}, parts: null };
      const differs = difference({ ...cpu, gradients: {} }, result);
      if (differs !== null) failures.push({ seed: one.seed, case: describe(one), differs });
    }
  }
  return { compared, refused, impossible, noModel, excepted, failures };
}

const [binding = '', count = '640', seed = '1'] = process.argv.slice(2);
void compare(binding, Number(count), Number(seed)).then((report) => process.stdout.write(JSON.stringify(report)));
