/**
 * Tensors of a translated model: what tf.js calls its shape, and how ONNX stores it. tf.js has channels last, ONNX's
 * convolutions have them second; a tensor stays as the last operation left it, and is turned only where the order counts.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { Untranslatable } from '../../translation/untranslatable.js';
import type { GraphBuilder } from './graph.js';

export interface Value {
  readonly name: string;
  /** Sides as in tf.js, without the batch, which is always the first. */
  readonly sides: readonly number[];
  /** The last axis is stored right after the batch: [N, C, H, W] for the sides [H, W, C]. */
  readonly isTurned: boolean;
}

export const valueOf = (name: string, sides: readonly number[], isTurned = false): Value => ({ name, sides, isTurned });

/** Stored as tf.js has it. */
export function plain(graph: GraphBuilder, value: Value): Value {
  if (!value.isTurned) return value;
  const rank = value.sides.length + 1;
  const order = [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
  return valueOf(graph.transpose(value.name, order), value.sides);
}

/** Stored with the last axis second; of a value with two sides or more. */
export function turned(graph: GraphBuilder, value: Value): Value {
  if (value.isTurned || value.sides.length < 2) return value;
  const rank = value.sides.length + 1;
  const order = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)];
  return valueOf(graph.transpose(value.name, order), value.sides, true);
}

/** The place of an axis in what is stored. Axes count from the batch, which is 0. */
export function storedAxis({ sides, isTurned }: Value, axis: number): number {
  if (!isTurned || axis === 0) return axis;
  return axis === sides.length ? 1 : axis + 1;
}

/** [N, …] in another shape, which holds as many numbers, in tf.js's order. */
export function reshaped(graph: GraphBuilder, value: Value, sides: readonly number[]): Value {
  if (value.sides.join() === sides.join()) return value;
  const from = plain(graph, value);
  if (sizeOf(from.sides) !== sizeOf(sides)) {
    throw new Untranslatable(
      `a tensor of shape [${from.sides.join(', ')}] which cannot be reshaped to [${sides.join(', ')}]`,
    );
  }
  return valueOf(graph.node('Reshape', [from.name, graph.integers([-1, ...sides])]), sides);
}

/** Channels and space of a series, image or volume, stored as [N, C, …]. */
export interface Planes {
  readonly name: string;
  readonly channels: number;
  readonly space: readonly number[];
}

/** `isFirst`: the layer itself has its channels first. */
export function planesOf(graph: GraphBuilder, value: Value, isFirst: boolean): Planes {
  if (isFirst) {
    const { name, sides } = plain(graph, value);
    return { name, channels: sides[0] ?? 1, space: sides.slice(1) };
  }
  const { name, sides } = turned(graph, value);
  return { name, channels: sides.at(-1) ?? 1, space: sides.slice(0, -1) };
}

export function fromPlanes({ name, channels, space }: Planes, isFirst: boolean): Value {
  return isFirst ? valueOf(name, [channels, ...space]) : valueOf(name, [...space, channels], space.length > 0);
}
