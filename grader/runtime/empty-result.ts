/**
 * Whether something in a model gives a result without size for one example: a window larger than the image leaves nothing
 * of it, and what follows then computes with nothing. Tried on cpu, where nothing is read or written beyond an end.
 */
import type { Model } from './model.js';
import { tf } from './tf.js';

/** In words; null where all results have a size, or where the model does not run, which the first real example will tell. */
export async function findEmptyResult(model: Model, example: readonly number[]): Promise<string | null> {
  if (!(model instanceof tf.GraphModel) && hasKnownSides(model)) return null;
  const chosen = tf.getBackend();
  await tf.setBackend('cpu');
  const engine = tf.engine() as unknown as { readonly state: { profiling: boolean } };
  try {
    const { kernels } = await tf.profile(() => tf.tidy(() => model.predict(tf.zeros([1, ...example]))));
    const first = kernels.find(
      ({ inputShapes, outputShapes }) => outputShapes.some(isEmpty) && !inputShapes.some(isEmpty),
    );
    return first === undefined
      ? null
      : `the operation ${first.name} gives an output of shape ${shapesOf(first.outputShapes)}`;
  } catch {
    return null;
  } finally {
    // tf.js leaves it on when what it watches throws
    engine.state.profiling = false;
    await tf.setBackend(chosen);
  }
}

/** Then the shapes of all outputs are known without running anything. */
function hasKnownSides({ inputs }: Exclude<Model, InstanceType<typeof tf.GraphModel>>): boolean {
  return inputs.every(({ shape }) => shape.slice(1).every((side) => side !== null));
}

function isEmpty(shape: readonly number[] | null): boolean {
  return shape?.some((side) => side <= 0) === true;
}

function shapesOf(shapes: readonly (readonly number[])[]): string {
  return shapes.map((shape) => `[${shape.join(', ')}]`).join(', ');
}
