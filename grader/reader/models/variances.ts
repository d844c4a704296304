/**
 * The lower bounds of running variances, by the names of the weights: batch normalisation divides by the square root of
 * variance plus epsilon, which must not be negative. Pure.
 */
import { field } from '../../text/fields.js';
import type { Graph } from './graph.js';
import type { Operation } from './operation.js';
import type { Topology } from './layers.js';

/** The default of tf.js. */
const LAYER_EPSILON = 1e-3;
const GRAPH_EPSILON = 1e-4;
/** Index of the variance among the inputs of TensorFlow's operation. */
const VARIANCE = 4;

export function leastInLayers({ layers }: Topology): ReadonlyMap<string, number> {
  return new Map(
    layers.flatMap(({ name, className, config }): [string, number][] => {
      if (className === 'Normalization') return [[`${name}/variance`, 0]];
      if (className !== 'BatchNormalization') return [];
      return [[`${name}/moving_variance`, -numberOr(field(config, 'epsilon'), LAYER_EPSILON)]];
    }),
  );
}

export function leastInGraph({ all }: Graph): ReadonlyMap<string, number> {
  return new Map(
    all
      .filter(({ op }) => op.startsWith('FusedBatchNorm'))
      .flatMap((operation): [string, number][] => {
        const variance = constantBehind(operation, VARIANCE, all);
        return variance === null ? [] : [[variance, -numberOr(operation.epsilon, GRAPH_EPSILON)]];
      }),
  );
}

function constantBehind({ inputs }: Operation, place: number, all: readonly Operation[]): string | null {
  const source = all[inputs[place] ?? -1];
  return source?.op === 'Const' ? source.name : null;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
