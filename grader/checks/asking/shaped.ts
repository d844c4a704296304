/** Examples in the shape that a target's model takes. */
import type { TargetOf } from '../../schema/rubric.js';
import type { TensorData } from '../../tensor/tensor.js';

/** The same numbers in the same order: flattened, or without the one channel of grey images. */
export function shapedFor({ input }: Pick<TargetOf<'model'>, 'input'>, examples: TensorData): TensorData {
  const [count = 0] = examples.shape;
  return { ...examples, shape: [count, ...input] };
}
