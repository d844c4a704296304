/** False passes for metrics: constants, numbers drawn at random, labels exchanged, and outputs that are not finite. */
import { heldOutNamed, modelTarget } from '../../../grader/checks/asking/targets.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import type { TensorData } from '../../../grader/tensor/tensor.js';
import { metricRubric, ROWS, sumOf, tensorOf } from '../metric-rubric.js';
import { returned, type FalsePass, type HandIn, type HandIns } from './false-pass.js';

type Check = CheckOf<'metric'>;
type Row = (row: number) => readonly number[];

const giving = (value: TensorData): HandIn => ({ answer: () => returned({ value }) });
const rows = (width: number, each: Row): HandIn =>
  giving(tensorOf([ROWS, width], Array.from({ length: ROWS }, (_, row) => each(row)).flat()));

/** Outputs that say the class of `labelOf` with near certainty. */
function saying(check: Check, rubric: ResolvedRubric, labelOf: (row: number) => number): Row {
  const { gives, outputs } = modelTarget(check.target, rubric);
  const [width = 1] = outputs;
  const [high, low] = gives === 'logits' ? [9, -9] : [0.998, 0.001];
  if (width === 1) return (row) => [labelOf(row) === 1 ? high : 1 - high];
  return (row) => Array.from({ length: width }, (_, at) => (at === labelOf(row) ? high : low));
}

function wrongForClasses(check: Check, rubric: ResolvedRubric): HandIns {
  const set = heldOutNamed(check.data, rubric);
  if (!('labels' in set)) throw new Error('no classes');
  const { labels, classes } = set;
  const { gives, outputs } = modelTarget(check.target, rubric);
  const [width = 1] = outputs;
  const rng = makeRng(8);
  const shares = Array.from({ length: classes }, (_, label) => labels.filter((one) => one === label).length / ROWS);
  const frequencies = gives === 'logits' ? shares.map(Math.log) : shares;
  const labelsOff = (by: number) => saying(check, rubric, (row) => ((labels[row] ?? 0) + by) % classes);
  return {
    'labels shifted by one': rows(width, labelsOff(1)),
    'labels shifted back by one': rows(width, labelsOff(classes - 1)),
    'the frequency of each class': rows(width, () => (width === 1 ? frequencies.slice(1) : frequencies)),
    'random classes': rows(
      width,
      saying(check, rubric, () => Math.floor(classes * rng.nextUniform())),
    ),
    ...Object.fromEntries(
      shares.map((_, label) => [
        `class ${String(label)}`,
        rows(
          width,
          saying(check, rubric, () => label),
        ),
      ]),
    ),
  };
}

function wrongNumbers(check: Check, rubric: ResolvedRubric): HandIns {
  const set = heldOutNamed(check.data, rubric);
  if (!('targets' in set)) throw new Error('no numbers');
  const { values } = set.targets;
  const of = (row: number) => [...values.subarray(2 * row, 2 * row + 2)];
  const means = [0, 1].map((at) => sumOf(values, at) / ROWS);
  return {
    'the means': rows(2, () => means),
    'targets exchanged': rows(2, (row) => of(row).reverse()),
    'targets of the row before': rows(2, (row) => of((row + ROWS - 1) % ROWS)),
    'ten times as much': rows(2, (row) => of(row).map((value) => 10 * value)),
  };
}

export const METRIC: FalsePass<'metric'> = {
  rubric: () => Promise.resolve(metricRubric()),
  right: (check, rubric) => {
    const set = heldOutNamed(check.data, rubric);
    if ('targets' in set) return giving(set.targets);
    const [width = 1] = modelTarget(check.target, rubric).outputs;
    return rows(
      width,
      saying(check, rubric, (row) => set.labels[row] ?? 0),
    );
  },
  wrong: (check, rubric) => {
    const [width = 1] = modelTarget(check.target, rubric).outputs;
    const constant = (value: number) => rows(width, () => new Array<number>(width).fill(value));
    const own = check.metric === 'mean-squared-error' ? wrongNumbers(check, rubric) : wrongForClasses(check, rubric);
    const right = METRIC.right(check, rubric);
    return {
      ...own,
      zeros: constant(0),
      ones: constant(1),
      NaN: constant(NaN),
      infinity: constant(Infinity),
      'a large constant': constant(1e30),
      'the inputs': giving(heldOutNamed(check.data, rubric).examples),
      'no rows': giving(tensorOf([0, width], [])),
      'one row': giving(tensorOf([1, width], new Array<number>(width).fill(0))),
      'no model': { ...right, model: { status: 'missing', sentence: 'it is missing' } },
    };
  },
};
