/** Compares an observed tensor with the expected one, and describes the result. Does not give points. */
import type { OutputEvidence } from '../schema/evidence.js';
import type { TensorData } from '../tensor/tensor.js';
import { matches, measureCloseness, toleranceFor, TOLERANCE, type Expected } from './closeness.js';
import { build, at } from './ops/op.js';
import { align, contrast, equalShapes, show, sumOverBatch, transpose, type ObservedTensor } from './shapes.js';

export interface Comparison {
  readonly verdict: Extract<
    OutputEvidence['verdict'],
    'match' | 'undecided' | 'different' | 'non-finite' | 'wrong-shape' | 'transposed' | 'not-summed'
  >;
  /** null where the values could not be aligned with the reference, or are not finite. */
  readonly error: number | null;
  readonly sentence: string;
  readonly notes: readonly string[];
}

/** Compares one observed tensor with the expected one. Never throws. */
export function compareTensors(observed: ObservedTensor, expected: Expected): Comparison {
  const broken = findNonFinite(observed.data);
  if (broken !== null) return { verdict: 'non-finite', error: null, sentence: broken, notes: [] };
  const aligned = align(observed, expected.reference);
  if (aligned.kind === 'other') return compareOtherShape(observed.data, expected);
  const notes = aligned.note === null ? [] : [aligned.note];
  const tolerance = toleranceFor(observed.data);
  const { verdict, error } = measureCloseness(aligned.values, expected, tolerance);
  if (verdict === 'match') return { verdict, error, sentence: 'right', notes: [...notes, ...noteOn(error, tolerance)] };
  if (verdict === 'undecided') {
    const sentence = `imprecise (relative error ${formatError(error)}): check eps, regularisation, precision`;
    return { verdict, error, sentence, notes };
  }
  if (isTransposed(aligned.values, expected)) {
    const isSquare = expected.reference.shape[0] === expected.reference.shape[1];
    const sentence = isSquare
      ? 'is the transpose of the right matrix'
      : 'has the numbers of the transposed matrix in this shape: reshaping does not transpose';
    return { verdict: 'transposed', error, sentence, notes };
  }
  return { verdict, error, sentence: `differs (relative error ${formatError(error)})`, notes };
}

function noteOn(error: number, tolerance: number): string[] {
  return error > tolerance ? [`right to single precision (relative error ${formatError(error)})`] : [];
}

/** Whether values, in the order of the reference, are those of its transpose. */
function isTransposed(values: ArrayLike<number>, expected: Expected): boolean {
  const { reference } = expected;
  if (reference.shape.length !== 2) return false;
  return matches(values, { ...expected, reference: transpose(reference), directions: turned(expected) });
}

function turned({ directions = [] }: Expected): readonly TensorData[] {
  return directions.map(transpose);
}

function compareOtherShape(data: TensorData, expected: Expected): Comparison {
  const { reference } = expected;
  const wrong = contrast(data.shape, reference.shape);
  if (equalShapes(data.shape, transpose(reference).shape) && isTransposed(data.values, expected)) {
    const sentence = `is transposed: it ${wrong}`;
    return { verdict: 'transposed', error: null, sentence, notes: [] };
  }
  const summed = sumOverBatch(data, reference);
  if (summed !== null) {
    const batch = data.shape[0] ?? 1;
    const mean = build(summed.shape, (index) => at(summed, index) / batch);
    const missing = matches(summed.values, expected) ? 'summed' : matches(mean.values, expected) ? 'averaged' : null;
    if (missing !== null) {
      return {
        verdict: 'not-summed',
        error: null,
        sentence: `is not ${missing} over the batch: it ${wrong}`,
        notes: [],
      };
    }
  }
  return { verdict: 'wrong-shape', error: null, sentence: wrong, notes: [] };
}

/** The position of the first value that is not finite, and the number of such values; null when all are finite. */
export function findNonFinite(data: TensorData): string | null {
  let first: number | null = null;
  let count = 0;
  for (let index = 0; index < data.values.length; index += 1) {
    if (Number.isFinite(at(data, index))) continue;
    first ??= index;
    count += 1;
  }
  if (first === null) return null;
  const place = data.shape.length === 0 ? '' : ` at ${show(placeOf(first, data.shape))}`;
  const all =
    data.values.length === 1 ? '' : ` (${String(count)} of ${String(data.values.length)} values are not finite)`;
  return `is ${String(data.values[first])}${place}${all}`;
}

/** The multi-dimensional index of the flat index `index`. */
export function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (const side of [...shape].reverse()) {
    place.unshift(rest % side);
    rest = Math.floor(rest / side);
  }
  return place;
}

/** An error as text, in a few digits. */
function formatError(error: number): string {
  return error < TOLERANCE.different ? error.toExponential(1) : error.toPrecision(2);
}
