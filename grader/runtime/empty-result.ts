/**
 * Whether something in a model gives a result without size for one example: a window larger than the image leaves nothing
 * of it, and what follows then computes with nothing. Tried on cpu, where nothing is read or written beyond an end.
 */
import { sizeOf } from '../tensor/tensor.js';
import { predictBatch, type Model } from './model.js';
import { tf } from './tf.js';

type Tensor = ReturnType<typeof tf.tensor>;
type RunKernel = (name: string, inputs: Readonly<Record<string, unknown>>, attributes?: unknown) => Tensor | Tensor[];

/** In words; null where all results have a size, or where the model does not run, which the first real example will tell. */
export async function findEmptyResult(model: Model, example: readonly number[]): Promise<string | null> {
  if (!(model instanceof tf.GraphModel) && hasKnownSides(model)) return null;
  const chosen = tf.getBackend();
  await tf.setBackend('cpu');
  const watch = watchKernels();
  try {
    await predictBatch(model, { values: new Float32Array(sizeOf(example)), shape: [1, ...example] });
  } catch {
    // told by what was seen of it, or by the first real example
  } finally {
    watch.stop();
    await tf.setBackend(chosen);
  }
  const { first } = watch;
  return first === null ? null : `the operation ${first.kernel} gives an output of shape [${first.shape.join(', ')}]`;
}

/** Then the shapes of all outputs are known without running anything. */
function hasKnownSides({ inputs }: Exclude<Model, InstanceType<typeof tf.GraphModel>>): boolean {
  return inputs.every(({ shape }) => shape.slice(1).every((side) => side !== null));
}

/** Looks at what each kernel gives, until stopped; `first` is the first result without size. */
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

/** The shape that tf.js complains of, where it has a negative side. */
function negativeShape(error: unknown): readonly number[] | null {
  const shape = error instanceof Error ? /shape \[(-?\d+(?:,-?\d+)*)\]/.exec(error.message)?.[1] : undefined;
  const sides = shape?.split(',').map(Number) ?? [];
  return sides.some((side) => side < 0) ? sides : null;
}
