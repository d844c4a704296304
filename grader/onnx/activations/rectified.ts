/**
 * Activations with options: those that are layers themselves, which Keras also writes in place of an activation's name.
 * Formulas: grader/runtime/keras/rectified.ts and activation-layers.ts.
 */
import { field, type JsonRecord } from '../../text/fields.js';
import { between, clip, each, numberWith, reduce, withNumber } from '../building/arithmetic.js';
import { float, int } from '../building/attributes.js';
import type { GraphBuilder } from '../building/graph.js';
import type { Value } from '../building/values.js';
import { along } from './formulas.js';

/** Completes "the layer …": throws what `refuse` makes of it. */
export type Refuse = (why: string) => Error;

/** An activation as its class and options describe it. */
export interface Described {
  readonly graph: GraphBuilder;
  readonly x: Value;
  readonly config: JsonRecord;
  readonly refuse: Refuse;
}

type Rule = (described: Described) => Value;

/** A number, or `otherwise` where there is none. */
function number<T>({ config, refuse }: Described, keys: readonly string[], otherwise: T): number | T {
  const written = keys.map((key) => field(config, key)).find((value) => value !== undefined && value !== null);
  if (written === undefined) return otherwise;
  if (typeof written === 'number' && Number.isFinite(written)) return written;
  throw refuse(`with ${keys.join(' or ')} that is not a number`);
}

/** x where it is larger than a threshold, else 0. */
function above(graph: GraphBuilder, x: Value, threshold: number): Value {
  const isAbove = withNumber(graph, 'Greater', x, threshold);
  return between(graph, 'Mul', x, each(graph, 'Cast', isAbove, { to: int(1) }));
}

/** min(x, maximum) from the threshold on, and slope * (x - threshold) below it. */
const reLU: Rule = (described) => {
  const { graph, x } = described;
  const most = number(described, ['maxValue'], null);
  const slope = number(described, ['negativeSlope'], 0);
  const threshold = number(described, ['threshold'], 0);
  const rectified = threshold === 0 ? each(graph, 'Relu', x) : above(graph, x, threshold);
  const positive = most === null ? rectified : clip(graph, rectified, 0, most);
  if (slope === 0) return positive;
  const below = each(graph, 'Relu', numberWith(graph, 'Sub', threshold, x));
  return between(graph, 'Sub', positive, withNumber(graph, 'Mul', below, slope));
};

const leakyReLU: Rule = (described) => {
  const alpha = number(described, ['alpha', 'negativeSlope'], 0.3);
  return each(described.graph, 'LeakyRelu', described.x, { alpha: float(alpha) });
};

const eLU: Rule = (described) =>
  each(described.graph, 'Elu', described.x, { alpha: float(number(described, ['alpha'], 1)) });

const thresholdedReLU: Rule = (described) => above(described.graph, described.x, number(described, ['theta'], 1));

/** Along any axes. */
const softmax: Rule = ({ graph, x, config, refuse }) => {
  const written = field(config, 'axis') ?? -1;
  const rank = x.sides.length + 1;
  const axes = [written].flat().map((axis) => {
    const place = typeof axis === 'number' && axis < 0 ? axis + rank : axis;
    if (Number.isSafeInteger(place) && Number(place) > 0 && Number(place) < rank) return Number(place);
    throw refuse('with an axis that its input does not have');
  });
  const [axis = 0] = axes;
  if (axes.length === 1) return along(graph, 'Softmax', x, axis);
  const exponents = each(graph, 'Exp', between(graph, 'Sub', x, reduce(graph, 'ReduceMax', x, axes)));
  return between(graph, 'Div', exponents, reduce(graph, 'ReduceSum', exponents, axes));
};

export const ACTIVATION_RULES: ReadonlyMap<string, Rule> = new Map([
  ['ReLU', reLU],
  ['LeakyReLU', leakyReLU],
  ['ELU', eLU],
  ['ThresholdedReLU', thresholdedReLU],
  ['Softmax', softmax],
]);
