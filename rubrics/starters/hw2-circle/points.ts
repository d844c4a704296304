/** Points of the plane, labelled by whether they are in the circle. */
import * as tf from './tf';

const CENTRE = [-1.3, 0];
const RADIUS = 1.5;

export interface Points {
  /** [N, 2], each coordinate from -1 to 1. */
  readonly x: tf.Tensor2D;
  /** [N, 1]: 1 inside, 0 outside. */
  readonly label: tf.Tensor2D;
}

export function isInside(x: number, y: number): boolean {
  return Math.hypot(x - CENTRE[0], y - CENTRE[1]) < RADIUS;
}

/** The same points for the same seed. */
export function makePoints(count: number, seed: number): Points {
  const x = tf.randomUniform<tf.Rank.R2>([count, 2], -1, 1, 'float32', seed);
  const label = tf.tensor2d(x.arraySync().map(([a, b]) => [isInside(a, b) ? 1 : 0]));
  return { x, label };
}
