/** Translates a model of tf.js and runs it on ONNX Runtime. */
import type { OnnxLibrary } from '../../../grader/runtime/onnx/library.js';
import { workOfOnnx } from '../../../grader/onnx/work.js';
import { translateForInputs } from '../../../grader/onnx/translate.js';
import type { Artifacts } from '../../../grader/onnx/translate.js';
import { writeModel } from '../../../grader/onnx/format/write.js';

export interface Part {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

export type Ran =
  | {
      readonly status: 'ran';
      readonly outputs: readonly (readonly Part[])[];
      readonly macs: number;
      readonly counted: number | null;
    }
  | { readonly status: 'refused'; readonly why: string }
  /** The runtime threw. */
  | { readonly status: 'failed'; readonly why: string };

/** The multiply-adds counted while it was translated are not those that the graph of operations has. */
export const workDiffers = ({ macs, counted }: Extract<Ran, { status: 'ran' }>) =>
  `work: ${String(macs)} multiply-adds by its layers, ${String(counted)} by its operations`;

/** Weights as the files of a model have them. */
export function withWeights(modelTopology: unknown, weights: readonly (Part & { readonly name: string })[]): Artifacts {
  const sizes = weights.map(({ values }) => values.length);
  const data = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const { values } of weights) {
    data.set(values, at);
    at += values.length;
  }
  const weightSpecs = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  return { modelTopology, weightSpecs, weightData: data.buffer, format: 'layers-model' };
}

/** The outputs for each batch. */
export function runTranslated(
  library: OnnxLibrary,
  artifacts: Artifacts,
  ...batches: readonly (readonly Part[])[]
): Ran {
  const translated = translateForInputs(
    artifacts,
    (batches[0] ?? []).map(({ shape }) => shape.slice(1)),
  );
  if (!translated.ok) return { status: 'refused', why: translated.problem };
  try {
    const session = library.open(writeModel(translated.model));
    const outputs = batches.map((inputs) => {
      const fed = inputs.map(({ shape, values }, index) => {
        return [`in${String(index)}`, { shape, values: Float32Array.from(values) }] as const;
      });
      return session
        .run(Object.fromEntries(fed))
        .map((one) => ({ shape: one.shape, values: one.values as Float32Array }));
    });
    session.close();
    return { status: 'ran', outputs, macs: translated.macs, counted: workOfOnnx(translated.model) };
  } catch (error) {
    return { status: 'failed', why: error instanceof Error ? error.message.slice(0, 600) : String(error) };
  }
}
