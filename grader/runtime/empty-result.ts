/**
 * Finds an empty result inside a model for one example: a window larger than the image leaves nothing, and the
 * following layers then compute with nothing. Must run on cpu, where nothing is read or written out of bounds.
 */
import { sizeOf } from '../tensor/tensor.js';
import type { Model } from './model.js';
import { predictBatch } from './predict.js';
import { tf } from './tf.js';
import { tfNetwork } from './tf-network.js';

type Tensor = ReturnType<typeof tf.tensor>;
type RunKernel = (name: string, inputs: Readonly<Record<string, unknown>>, attributes?: unknown) => Tensor | Tensor[];

/** In words; null if no result is empty, or if the model does not run, which the first real example will show. */
export async function findEmptyResult(model: Model, example: readonly number[]): Promise<string | null> {
  if (!(model instanceof tf.GraphModel) && hasKnownSides(model)) return null;
  const chosen = tf.getBackend();
  await tf.setBackend('cpu');
  const watch = watchKernels();
  try {
    await predictBatch(tfNetwork(model), { values: new Float32Array(sizeOf(example)), shape: [1, ...example] });
  } catch {
    // reported by what was observed, or by the first real example
  } finally {
    watch.stop();
    await tf.setBackend(chosen);
  }
  const { first } = watch;
  return first === null ? null : `the operation ${first.kernel} gives an output of shape [${first.shape.join(', ')}]`;
}

/** If so, the shapes of all outputs are known without running anything. */
function hasKnownSides({ inputs }: Exclude<Model, InstanceType<typeof tf.GraphModel>>): boolean {
  return inputs.every(({ shape }) => shape.slice(1).every((side) => side !== null));
}

/** Observes the results of all kernels until stopped; `first` is the first empty result. */
function watchKernels() {
  const engine = tf.engine() as unknown as { runKernel: RunKernel };
  const run = engine.runKernel;
  const watch = {
    first: null as { readonly kernel: string; readonly shape: readonly number[] } | null,
    stop: () => {
      engine.runKernel = run;
    },
  };
  engine.runKernel = (kernel, inputs, attributes) => {
    try {
      const results = run.call(engine, kernel, inputs, attributes);
      const shape = [results].flat().find(({ shape }) => shape.some((side) => side <= 0))?.shape;
      if (shape !== undefined) watch.first ??= { kernel, shape };
      return results;
    } catch (error) {
      const shape = negativeShape(error);
      if (shape !== null) watch.first ??= { kernel, shape };
      throw error;
    }
  };
  return watch;
}

/** The shape in an error of tf.js, if it has a negative side. */
function negativeShape(error: unknown): readonly number[] | null {
  const shape = error instanceof Error ? /shape \[(-?\d+(?:,-?\d+)*)\]/.exec(error.message)?.[1] : undefined;
  const sides = shape?.split(',').map(Number) ?? [];
  return sides.some((side) => side < 0) ? sides : null;
}
