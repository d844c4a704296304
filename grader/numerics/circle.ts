/** Generates the data of Homework 2 from a seed: points in the plane, labelled by whether they lie in a circle. */
import type { DataSetOf } from '../schema/examples.js';
import type { TensorData } from '../tensor/tensor.js';
import { makeRng } from './rng.js';

export interface LabelledPoints {
  /** [N, 2], float32. */
  readonly examples: TensorData;
  /** 1 inside or on the circle, 0 outside. */
  readonly labels: Int32Array;
}

/** `count` points, uniform in the box. Labels are determined at the float32 point that the model will see. */
export function makeCirclePoints({ seed, count, center, radius, box }: DataSetOf<'point-in-circle'>): LabelledPoints {
  const rng = makeRng(seed);
  const values = Float32Array.from({ length: 2 * count }, () => box.low + (box.high - box.low) * rng.nextUniform());
  const labels = Int32Array.from({ length: count }, (_label, row) => {
    const dx = (values[2 * row] ?? 0) - center[0];
    const dy = (values[2 * row + 1] ?? 0) - center[1];
    return dx * dx + dy * dy <= radius * radius ? 1 : 0;
  });
  return { examples: { dtype: 'float32', shape: [count, 2], values }, labels };
}
