/** Evidence of each type with everything that a page draws, for the pages of tests. */
import type { Evidence } from '../../grader/schema/report.js';
import type { Picture } from '../../grader/schema/evidence.js';

/** One black pixel. */
export const PIXEL: Picture = {
  width: 1,
  height: 1,
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
};

/** `text` stands wherever a student's text can. */
export function comparisonOf(text: string): Extract<Evidence, { type: 'comparison' }> {
  const shared = { error: null, possible: 2, notes: [text] };
  const small = { shape: [2], values: [1, 'NaN'] as const };
  return {
    type: 'comparison',
    outputs: [
      {
        ...{ name: 'dz1', verdict: 'different', earned: 0, sentence: `is ${text}`, ...shared },
        tensor: { of: 'z1', quantity: 'gradient' },
        beside: {
          sample: 'generic-0',
          got: { shape: [2], values: [...small.values] },
          expected: { shape: [2], values: [7.125, -0.5] },
          difference: null,
        },
      },
      {
        ...{ name: 'dW1', verdict: 'different', earned: 1, sentence: 'differs', ...shared },
        tensor: { of: 'W1', quantity: 'gradient' },
        beside: {
          sample: 'generic-0',
          got: { shape: [30, 30] },
          expected: { shape: [30, 30] },
          difference: {
            worst: [{ at: [3, 4], got: 'Infinity', expected: 0.25 }],
            map: {
              rows: 30,
              columns: 30,
              values: [
                [0, 0.5],
                ['NaN', 1],
              ],
            },
          },
        },
      },
      { ...{ name: 'dx', verdict: 'followed-through', earned: 2, sentence: 'follows', ...shared } },
      { ...{ name: text, verdict: 'match', earned: 2, sentence: 'right', ...shared } },
    ],
    samples: [{ id: 'generic-0', seed: 3, inputs: { x: { shape: [1, 2], values: [0.5, -1.25] } } }],
    firstWrong: 'dz1',
    graph: {
      inputs: ['x', 'W1'],
      nodes: [
        { name: 'z1', op: 'linear', of: ['x', 'W1'] },
        { name: 'loss', op: 'sum', of: ['z1'] },
      ],
    },
    calls: 3,
    error: { code: 'RUNTIME_ERROR', message: text, file: text, line: 3, frame: `3 | ${text}\n  | ^` },
  };
}

export function evidenceOfEach(text: string): readonly Evidence[] {
  return [
    comparisonOf(text),
    {
      type: 'accuracy',
      ...{ correct: 8, total: 10, interval: { lower: 0.49, upper: 0.94, level: 0.95 }, ramp: { from: 0.5, to: 0.9 } },
      perClass: [],
      confusion: [
        [5, 1],
        [1, 3],
      ],
      classes: [text, 'tux'],
      misclassified: [{ index: 4, label: 0, predicted: 1, picture: PIXEL }],
      decisionMap: {
        ...{ x: [-1, 1], y: [0, 2] },
        cells: ['01', '11'],
        points: [{ x: 0.5, y: 1.5, label: 1, right: false }],
      },
      data: { name: 'valid', digest: 'd' },
    },
    {
      ...{ type: 'loss-log', rows: 3, train: 'plateau', valid: 'rose-again', stopAt: 10 },
      curve: {
        train: { steps: [0, 10, 20], values: [3, 'Infinity', 1] },
        valid: { steps: [0, 20], values: [3, 4] },
      },
    },
    {
      type: 'data-set',
      classes: ['cat', text],
      splits: [{ name: '', images: 5, perClass: [2, 3] }],
      groups: [
        {
          ...{ code: 'duplicate', title: 'The same image twice', mend: 'Keep one.', count: 1 },
          examples: [{ file: text, row: 2, found: text, twin: 'a.png', pictures: [PIXEL, PIXEL] }],
        },
      ],
      rules: [{ without: ['duplicate'], points: 2, earned: 0, count: 1 }],
    },
    { type: 'files', files: [{ path: text, bytes: null, ok: false, sentence: text }] },
    { type: 'limits', measurements: [{ name: 'layers', measured: text, limit: 'Dense', ok: false }] },
    {
      type: 'operations',
      counts: [
        {
          ...{ sample: 'generic-0', operations: 20, exact: false, onIndices: 7, notCounted: ['BigInt'] },
          parts: [
            { name: 'tf.js BatchMatMul', operations: 14 },
            { name: 'own code: *', operations: 6 },
          ],
        },
      ],
      bound: { at: 'generic', most: 14, operations: 20, exact: false, ok: false },
      growth: { from: 'small', to: 'large', factor: 2, most: 2.5, exponent: 2.01, exact: true, ok: true },
    },
    {
      ...{ type: 'metric', metric: 'macro-f1', value: 0.625, baseline: 0.4, ramp: { from: 0.5, to: 0.9 } },
      ...{ examples: 10, nonFinite: 1, clipped: 0, data: { name: 'valid', digest: 'd' } },
      parts: [
        { name: text, value: 0.625 },
        { name: 'tux', value: null },
      ],
    },
    { type: 'error', error: { code: 'LOAD_FAILED', message: text, frame: text } },
    { type: 'none' },
  ];
}

/** The kind that gives each evidence above, in the same order. */
export const KINDS_OF_EACH = [
  'gradient',
  'accuracy',
  'loss-log',
  'data-set',
  'files',
  'model-limits',
  'operations',
  'metric',
  'loss',
  'loss',
];
