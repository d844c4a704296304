/**
 * The declarations of each kind of check: paths, references, parts, what it gives to students, whether it quotes them.
 */
import { describe, expect, test } from '@jest/globals';
import { KINDS, kindNamed, kindOf } from '../../../grader/kinds/index.js';
import type { Check } from '../../../grader/schema/checks.js';

const base = { id: 'c', title: 'C', points: 3 } as const;
const outputs = [{ name: 'y', of: 'y', weight: 1 }];
const called = { ...base, target: 'f', network: 'n', at: ['p', 'q'] };
const CHECKS: Readonly<Record<keyof typeof KINDS, Check>> = {
  steps: {
    ...base,
    kind: 'steps',
    file: 's.json',
    network: 'n',
    at: 'p',
    steps: [{ path: 'a', points: 3, value: 'y' }],
  },
  forward: { ...called, kind: 'forward', outputs, purity: 1 },
  gradient: { ...called, kind: 'gradient', outputs, purity: 1 },
  jacobian: {
    ...base,
    kind: 'jacobian',
    file: 'j.json',
    network: 'n',
    at: 'p',
    matrices: [{ path: 'J', points: 3, of: 'y', by: 'x' }],
  },
  loss: { ...called, kind: 'loss' },
  operations: {
    ...{
      ...base,
      kind: 'operations',
      target: 'f',
      network: 'n',
      quantity: 'gradient',
      outputs: [{ name: 'y', of: 'y' }],
    },
    ...{ bound: { at: 'p', most: 14 }, growth: { from: 'q', to: 'p', most: 2.5 } },
  },
  accuracy: { ...base, kind: 'accuracy', target: 'm', data: 'd', ramp: { from: 0, to: 1 } },
  metric: { ...base, kind: 'metric', target: 'm', data: 'd', metric: 'macro-f1', ramp: { from: 0, to: 1 } },
  segmentation: { ...base, kind: 'segmentation', target: 'm', data: 'd', ramp: { from: 0, to: 1 } },
  'model-limits': { ...base, kind: 'model-limits', target: 'm' },
  'loss-log': { ...base, kind: 'loss-log', file: 'l.csv' },
  'model-gradient': { ...base, kind: 'model-gradient', target: 'f', model: 'm', data: 'd', loss: 'brier', examples: 2 },
  'data-set': {
    ...base,
    kind: 'data-set',
    path: 'images',
    against: ['d', 'e'],
    rules: [{ points: 3, without: ['noise'] }],
  },
  files: { ...base, kind: 'files', files: [{ path: 'a' }, { path: 'b/c' }] },
  manual: { ...base, kind: 'manual', file: 'r.pdf' },
};
const of = (kind: keyof typeof KINDS) => ({ kind: kindOf(CHECKS[kind]), check: CHECKS[kind] as never });

test.each<[keyof typeof KINDS, object]>([
  ['steps', { networks: ['n'], sampleSets: ['p'] }],
  ['jacobian', { networks: ['n'], sampleSets: ['p'] }],
  ['forward', { networks: ['n'], targets: ['f'], sampleSets: ['p', 'q'] }],
  ['gradient', { networks: ['n'], targets: ['f'], sampleSets: ['p', 'q'] }],
  ['loss', { networks: ['n'], targets: ['f'], sampleSets: ['p', 'q'] }],
  ['operations', { networks: ['n'], targets: ['f'], sampleSets: ['p', 'q'] }],
  ['accuracy', { targets: ['m'], data: ['d'] }],
  ['metric', { targets: ['m'], data: ['d'] }],
  ['segmentation', { targets: ['m'], data: ['d'] }],
  ['model-limits', { targets: ['m'] }],
  ['loss-log', {}],
  ['model-gradient', { targets: ['f', 'm'], data: ['d'] }],
  ['data-set', { data: ['d', 'e'] }],
  ['files', {}],
  ['manual', {}],
])('%s refers to %j', (name, references) => {
  const { kind, check } = of(name);
  expect(kind.refersTo(check)).toEqual(references);
});

test.each<[keyof typeof KINDS, object[]]>([
  ['steps', [{ key: ['file'], path: 's.json' }]],
  ['jacobian', [{ key: ['file'], path: 'j.json' }]],
  ['loss-log', [{ key: ['file'], path: 'l.csv' }]],
  ['manual', [{ key: ['file'], path: 'r.pdf' }]],
  ['files', [{ key: ['files', 0, 'path'], path: 'a' }, { key: ['files', 1, 'path'], path: 'b/c' }]], // prettier-ignore
  [
    'data-set',
    [
      {
        ...{ key: ['path'], path: 'images' },
        files: ['images/labels.csv', 'images/train/labels.csv', 'images/valid/labels.csv'],
      },
    ],
  ],
  ...(
    [
      'forward',
      'gradient',
      'loss',
      'operations',
      'accuracy',
      'metric',
      'segmentation',
      'model-limits',
      'model-gradient',
    ] as const
  ).map((name): [keyof typeof KINDS, object[]] => [name, []]),
])('%s names %j', (name, paths) => {
  const { kind, check } = of(name);
  expect(kind.paths(check)).toEqual(paths);
});

describe('parts', () => {
  test('of steps and matrices, and of nothing else', () => {
    const found = Object.keys(KINDS).map((name) => {
      const { kind, check } = of(name as keyof typeof KINDS);
      return [name, kind.parts(check)] as const;
    });
    expect(found.filter(([, parts]) => parts !== null)).toEqual([
      ['steps', { what: 'steps', parts: [{ path: 'a', points: 3, value: 'y' }] }],
      ['jacobian', { what: 'matrices', parts: [{ path: 'J', points: 3, of: 'y', by: 'x' }] }],
    ]);
  });
});

describe('values that student code gets', () => {
  test('points by functions, labels by gradients of a model, and nothing by any other', () => {
    const found = Object.keys(KINDS).map((name) => {
      const { kind, check } = of(name as keyof typeof KINDS);
      return [name, kind.gives(check)] as const;
    });
    expect(Object.fromEntries(found.filter(([, given]) => Object.keys(given).length > 0))).toEqual({
      forward: { sampleSets: ['p', 'q'] },
      gradient: { sampleSets: ['p', 'q'] },
      loss: { sampleSets: ['p', 'q'] },
      operations: { sampleSets: ['p', 'q'] },
      'model-gradient': { labels: { key: ['data'], data: 'd' } },
    });
  });
  test('kinds that ask student code or a model may quote it', () => {
    const quoting = Object.entries(KINDS).filter(([, kind]) => kind.quotesStudent);
    const names = ['accuracy', 'forward', 'gradient', 'loss', 'metric', 'model-gradient', 'operations', 'segmentation'];
    expect(quoting.map(([name]) => name).sort()).toEqual(names);
  });
});

test('a kind is found by its own name only', () => {
  expect(kindNamed('files')).toBe(KINDS.files);
  expect(kindNamed('toString')).toBeUndefined();
  expect(kindNamed('file')).toBeUndefined();
});
