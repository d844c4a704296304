/** A rubric with every kind of check, small enough to be judged a hundred thousand times. */
import { findSamples } from '../../../grader/numerics/sampling/samples.js';
import type { Check } from '../../../grader/schema/checks.js';
import type { SampleSet } from '../../../grader/schema/network.js';
import type { ExampleSet, RegressionSet, ResolvedRubric, SegmentedSet } from '../../../grader/stages/resolved.js';
import { QUIZ2, SEED } from '../quiz2-network.js';

const GENERIC: SampleSet = { kind: 'generic', network: 'quiz2', sizes: { B: 5, D: 3, H: 4 }, count: 1, seed: 1 };
const WIDE: SampleSet = { ...GENERIC, sizes: { B: 5, D: 6, H: 8 } };
const common = { target: 'f', network: 'quiz2', at: ['seed', 'generic'], purity: 1 };
const weighted = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([name, of]) => ({ name, of, weight: 1 }));

export const VALUES = { z1: 'z1', z2: 'z2', yhat: 'yhat', loss: 'loss' };
export const GRADIENTS = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dW1: 'W1', db1: 'b1', dw2: 'w2', db2: 'b2', dx: 'x' };

export const CHECKS: readonly Check[] = [
  {
    ...{ kind: 'steps', id: 'steps', title: 'Steps', points: 7, file: 'answers.json', network: 'quiz2', at: 'seed' },
    steps: [
      ...['z1', 'z2', 'yhat'].map((value) => ({ path: `forward.${value}`, points: 1, value })),
      ...['z1', 'W1'].map((gradient) => ({ path: `backward.d${gradient}`, points: 1, gradient })),
      { path: 'backward.dx', points: 1, gradient: 'x', accept: [{ equals: [1, 2], note: 'as on the slide' }] },
      {
        path: 'cost',
        points: 1,
        cost: {
          order: 'reverse',
          factors: [
            [1, 2],
            [2, 2],
          ],
        },
      },
    ],
  },
  {
    ...{ kind: 'jacobian', id: 'jacobian', title: 'Jacobian', points: 3, file: 'answers.json', network: 'quiz2' },
    at: 'seed',
    matrices: [
      { path: 'jacobian.Wx', of: 'z1', by: 'x', points: 1 },
      { path: 'jacobian.relu', of: 'z2', by: 'z1', points: 2 },
    ],
  },
  { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv', every: 10 },
  {
    ...{ kind: 'files', id: 'files', title: 'Files', points: 1, visibility: 'hidden' as const },
    files: [{ path: 'notes.md', maxBytes: 10 }, { path: 'loss.csv' }, { path: 'a/b' }],
  },
  { ...common, kind: 'forward', id: 'forward', title: 'Forward', points: 5, outputs: weighted(VALUES) },
  {
    ...{
      ...common,
      kind: 'gradient',
      by: 'hand',
      id: 'gradient',
      title: 'Gradient',
      points: 9,
      undecided: 'half',
    },
    ...{ visibility: 'after_published' as const, outputs: weighted(GRADIENTS) },
  },
  {
    kind: 'loss',
    id: 'loss',
    title: 'Loss',
    points: 2,
    target: 'l',
    network: 'quiz2',
    at: ['seed', 'generic'],
    within: 0.1,
  },
  {
    ...{ kind: 'operations', id: 'operations', title: 'Operations', points: 4, target: 'f', network: 'quiz2' },
    ...{
      quantity: 'value',
      outputs: [
        { name: 'z1', of: 'z1' },
        { name: 'loss', of: 'loss' },
      ],
    },
    ...{ bound: { at: 'seed', most: 14 }, growth: { from: 'generic', to: 'wide', most: 2.5 } },
  },
  ...['two', 'three'].map((data): Check => ({
    ...{ kind: 'accuracy', id: `accuracy-${data}`, title: 'Accuracy', points: 6, target: 'model', data },
    ...{ ramp: { from: 0.3, to: 0.9 }, below: 1 },
  })),
  ...(['macro-f1', 'cross-entropy', 'mean-squared-error'] as const).map((metric): Check => ({
    ...{ kind: 'metric', id: metric, title: 'Metric', points: 3, target: 'model', metric },
    ...(metric === 'mean-squared-error' ? { data: 'numbers' } : { data: 'three' }),
    ramp: metric === 'macro-f1' ? { from: 0.3, to: 0.9 } : { from: 1, to: 0.1 },
  })),
  {
    ...{ kind: 'segmentation', id: 'maps', title: 'Maps', points: 5, target: 'model', data: 'maps' },
    ramp: { from: 0.2, to: 0.4 },
  },
  {
    ...{
      kind: 'model-limits',
      id: 'limits',
      title: 'Limits',
      points: 1,
      target: 'model',
      parameters: 100,
      fileBytes: 100,
    },
    ...{ layers: ['Dense'], activations: ['linear', 'relu'], outputActivations: ['linear'] },
  },
  {
    ...{ kind: 'model-gradient', id: 'own', title: 'Own', points: 4, target: 'g', model: 'model', data: 'two' },
    ...{ loss: 'cross-entropy', examples: 4 },
  },
  {
    ...{ kind: 'data-set', id: 'set', title: 'Set', points: 3, path: 'set' },
    rules: [
      { without: ['damaged', 'noise'], points: 1 },
      { without: ['duplicate'], points: 2, atMostShare: 0.5 },
    ],
  },
];

function examples(labels: readonly number[], divisor: number): ExampleSet {
  return {
    examples: { dtype: 'float32', shape: [labels.length, 2], values: new Float32Array(2 * labels.length) },
    ...{ divisor, labels: Int32Array.from(labels), classes: Math.max(...labels) + 1, digest: '1'.repeat(64) },
  };
}

/** Four images of two pixels, one of which does not count. */
const MAPS: SegmentedSet = {
  examples: { dtype: 'uint8', shape: [4, 1, 2, 3], values: new Uint8Array(24) },
  ...{ divisor: 255, maps: Uint8Array.of(0, 1, 2, 0, 255, 1, 0, 0), classes: 3, digest: '2'.repeat(64) },
};

const NUMBERS: RegressionSet = {
  examples: { dtype: 'float32', shape: [4, 2], values: new Float32Array(8) },
  targets: { dtype: 'float32', shape: [4, 1], values: Float32Array.of(0, 1, -2, 3) },
  ...{ divisor: 1, digest: '3'.repeat(64) },
};

/** The rubric with these of its checks. */
export function rubricOf(kinds: readonly Check['kind'][]): ResolvedRubric {
  const checks = CHECKS.filter(({ kind }) => kinds.includes(kind));
  const code = { kind: 'function' as const, file: 'code', arguments: ['x'] };
  return {
    rubric: {
      ...{ schemaVersion: 1, id: 'all', title: 'All kinds', points: 0, networks: { quiz2: QUIZ2 } },
      sampleSets: { seed: SEED, generic: GENERIC, wide: WIDE },
      targets: {
        f: { ...code, export: 'f', returns: 'record' },
        l: { ...code, export: 'l', returns: 'value' },
        g: { ...code, export: 'g', returns: 'record' },
        model: { kind: 'model', path: 'model.json', input: [2], outputs: [1, 2, 3], gives: 'logits' },
      },
      checks: [...checks],
    },
    ...{ digest: '0'.repeat(64), path: 'all.yaml' },
    sampleSets: new Map([
      ['seed', findSamples('seed', SEED, QUIZ2)],
      ['generic', findSamples('generic', GENERIC, QUIZ2)],
      ['wide', findSamples('wide', WIDE, QUIZ2)],
    ]),
    data: new Map([
      ['two', examples([1, 0, 1, 0], 255)],
      ['three', examples([0, 1, 2, 0], 1)],
    ]),
    regression: new Map([['numbers', NUMBERS]]),
    segmented: new Map([['maps', MAPS]]),
  };
}
