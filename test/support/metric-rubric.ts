/** A resolved rubric with a check of each metric, on points with three classes, with two, and with numbers to predict. */
import { makeRng } from '../../grader/numerics/rng.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { DataSet } from '../../grader/schema/examples.js';
import type { Target } from '../../grader/schema/rubric.js';
import type { ExampleSet, RegressionSet, ResolvedRubric } from '../../grader/stages/resolved.js';
import type { TensorData } from '../../grader/tensor/tensor.js';
import { makeResolvedRubric } from './resolved-rubric.js';

export const ROWS = 60;
const CLASSES = ['a', 'b', 'c'];

export const tensorOf = (shape: readonly number[], values: Iterable<number>): TensorData => ({
  dtype: 'float32',
  shape,
  values: Float32Array.from(values),
});

/** Of one of two columns. */
export function sumOf(values: TensorData['values'], column: number): number {
  return Array.from(values, (value, at) => (at % 2 === column ? value : 0)).reduce((sum, value) => sum + value, 0);
}

function examplesOf(): TensorData {
  const rng = makeRng(3);
  return tensorOf(
    [ROWS, 2],
    Array.from({ length: 2 * ROWS }, () => 4 * rng.nextUniform() - 2),
  );
}

function classified(classes: number): ExampleSet {
  // every class has another number of examples
  const labels = Int32Array.from({ length: ROWS }, (_, row) => Math.min(classes - 1, row % (classes + 1)));
  return { examples: examplesOf(), divisor: 1, labels, classes, digest: String(classes).repeat(64) };
}

function numbers(): RegressionSet {
  const examples = examplesOf();
  const targets = Array.from({ length: ROWS }, (_, row) => {
    const [x = 0, y = 0] = examples.values.subarray(2 * row, 2 * row + 2);
    return [x * y, x + 3];
  });
  return { examples, divisor: 1, targets: tensorOf([ROWS, 2], targets.flat()), digest: '9'.repeat(64) };
}

const check = (
  metric: CheckOf<'metric'>['metric'],
  [target, data]: readonly [target: string, data: string],
  ramp: CheckOf<'metric'>['ramp'],
): CheckOf<'metric'> => ({
  ...{ kind: 'metric', id: `${metric}-${target}`, title: metric, points: 10, target, data, metric, ramp },
});

export const METRIC_CHECKS = {
  accuracy: check('accuracy', ['logits', 'three'], { from: 0.6, to: 0.9 }),
  f1: check('macro-f1', ['logits', 'three'], { from: 0.5, to: 0.9 }),
  logits: check('cross-entropy', ['logits', 'three'], { from: 0.9, to: 0.3 }),
  probabilities: check('cross-entropy', ['probabilities', 'three'], { from: 0.9, to: 0.3 }),
  single: check('cross-entropy', ['single', 'two'], { from: 0.6, to: 0.3 }),
  squared: check('mean-squared-error', ['numbers', 'values'], { from: 1, to: 0.1 }),
};

const points = { kind: 'points', path: 'p', features: 2 } as const;
const DATA: Readonly<Record<string, DataSet>> = {
  three: { ...points, classes: CLASSES },
  two: { ...points, classes: ['no', 'yes'] },
  values: { ...points, targets: ['product', 'sum'] },
};
const model = (outputs: number, gives?: 'logits' | 'probabilities'): Target => ({
  ...{ kind: 'model', path: 'model/model.json', input: [2], outputs: [outputs] },
  ...(gives === undefined ? {} : { gives }),
});

export function metricRubric(checks: readonly CheckOf<'metric'>[] = Object.values(METRIC_CHECKS)): ResolvedRubric {
  const resolved = makeResolvedRubric([...checks]);
  const targets = {
    logits: model(3, 'logits'),
    probabilities: model(3, 'probabilities'),
    single: model(1, 'probabilities'),
    numbers: model(2),
  };
  return {
    ...resolved,
    rubric: { ...resolved.rubric, targets, data: DATA },
    data: new Map([
      ['three', classified(3)],
      ['two', classified(2)],
    ]),
    regression: new Map([['values', numbers()]]),
  };
}
