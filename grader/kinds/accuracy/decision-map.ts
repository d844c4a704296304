/**
 * The decision map of a model whose examples are two numbers: what it predicts on a grid over the box of the data. The
 * request for it needs no label, no points depend on it, and without an answer there is no map.
 */
import type { ProbeOutcome } from '../../stages/observation.js';
import type { ExampleSet } from '../../stages/resolved.js';
import type { DataSet } from '../../schema/examples.js';
import type { Evidence } from '../../schema/report.js';
import { predictClasses, type Predictions } from '../../tensor/classes.js';
import { sizeOf, type TensorData } from '../../tensor/tensor.js';

export type DecisionMap = NonNullable<Extract<Evidence, { type: 'accuracy' }>['decisionMap']>;

/** Cells along each side. */
const SIDE = 64;
/** Examples that are drawn as points: the first ones. */
const MOST_POINTS = 200;
/** Around the outermost points, as a share of their range. */
const MARGIN = 0.05;
const DIGITS = 7;
/** A class is one character of a row, so that a map is 64 short lines of a report. */
export const MOST_CLASSES = 36;

type Range = [low: number, high: number];
export interface Box {
  readonly x: Range;
  readonly y: Range;
}

export function isPlane({ examples }: ExampleSet): boolean {
  return examples.dtype === 'float32' && sizeOf(examples.shape.slice(1)) === 2 && examples.values.length > 0;
}

/** The box that points of a circle are drawn from, or else one around all examples. */
export function boxOf({ examples: { values } }: ExampleSet, data: DataSet | undefined): Box {
  const [x, y] = [0, 1].map((axis) => values.filter((_value: number, at: number) => at % 2 === axis));
  const [acrossX, acrossY] = [rangeOf(x ?? []), rangeOf(y ?? [])];
  if (data?.kind === 'point-in-circle') {
    const { low, high } = data.box;
    // other points may be given in their place
    if ([...acrossX, ...acrossY].every((value) => value >= low && value <= high)) {
      return { x: [low, high], y: [low, high] };
    }
  }
  return { x: widened(acrossX), y: widened(acrossY) };
}

function rangeOf(values: Iterable<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

function widened([low, high]: Range): Range {
  // points on one line still need a box
  const margin = MARGIN * (high - low) || 1;
  return [short(low - margin), short(high + margin)];
}

const short = (value: number) => Number(value.toPrecision(DIGITS));

/** The centres of the cells, row by row from the lowest y on: [SIDE * SIDE, 2]. */
export function gridOf({ x, y }: Box): TensorData {
  const centre = ([low, high]: Range, cell: number) => low + ((cell + 0.5) / SIDE) * (high - low);
  const values = Float32Array.from({ length: 2 * SIDE * SIDE }, (_value, at) => {
    const cell = at >> 1;
    return at % 2 === 0 ? centre(x, cell % SIDE) : centre(y, Math.floor(cell / SIDE));
  });
  return { dtype: 'float32', shape: [SIDE * SIDE, 2], values };
}

/** null unless every cell has a class. `predictions` are those of the examples. */
export function decisionMapOf(
  outcome: ProbeOutcome | undefined,
  { set, box, predictions }: { readonly set: ExampleSet; readonly box: Box; readonly predictions: Predictions },
): DecisionMap | null {
  const output = outcome?.status === 'returned' ? outcome.returned.outputs['value'] : undefined;
  if (output?.kind !== 'numbers' || output.data.shape.length !== 2 || output.data.shape[0] !== SIDE * SIDE) return null;
  const { classes, nonFinite } = predictClasses(output.data, set.classes, predictions);
  if (nonFinite > 0 || set.classes > MOST_CLASSES) return null;
  const cells = Array.from({ length: SIDE }, (_row, row) =>
    Array.from(classes.subarray(row * SIDE, (row + 1) * SIDE), (label) => label.toString(MOST_CLASSES)).join(''),
  );
  return { x: [...box.x], y: [...box.y], cells, points: pointsOf(set, predictions) };
}

function pointsOf({ examples: { values }, labels }: ExampleSet, { classes }: Predictions): DecisionMap['points'] {
  return Array.from(labels.subarray(0, MOST_POINTS), (label, row) => {
    const [x = 0, y = 0] = values.subarray(2 * row, 2 * row + 2);
    return { x: short(x), y: short(y), label, right: classes[row] === label };
  });
}
