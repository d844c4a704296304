/** Every weight that a graph computes with is a parameter, whatever its type and group; shapes and axes are not. */
import { describe, expect, test } from '@jest/globals';
import { examineJson } from '../../../support/examined.js';
import { graphJson, type GraphParts, type GraphWeight, type NodeJson } from '../../../support/graph-json.js';

function parametersOf(parts: GraphParts): number | undefined {
  const { facts, problem } = examineJson(graphJson(parts));
  expect(problem).toBeNull();
  return facts?.parameters;
}
const int = (name: string, shape: readonly number[]): GraphWeight => ({ name, shape, dtype: 'int32' });
const W: GraphWeight = { name: 'w', shape: [2, 5] };
const PRODUCT: NodeJson[] = [
  ['w', 'Const'],
  ['y', 'MatMul', ['x', 'w']],
];

test('a group of the optimizer means nothing to a graph', () => {
  expect(parametersOf({ nodes: PRODUCT, weights: [{ ...W, group: 'optimizer' }] })).toBe(10);
});

describe('whole numbers', () => {
  test.each<[string, readonly NodeJson[], readonly GraphWeight[], number]>([
    [
      'cast',
      [
        ['i', 'Const'],
        ['z', 'Cast', ['i']],
        ['out', 'Add', ['y', 'z']],
      ],
      [int('i', [5])],
      15,
    ],
    [
      'cast from truth values',
      [
        ['i', 'Const'],
        ['z', 'Cast', ['i']],
        ['out', 'Add', ['y', 'z']],
      ],
      [{ name: 'i', shape: [5], dtype: 'bool' }],
      15,
    ],
    [
      'as a shape',
      [
        ['i', 'Const'],
        ['out', 'Reshape', ['y', 'i']],
      ],
      [int('i', [2])],
      10,
    ],
    [
      'as axes',
      [
        ['i', 'Const'],
        ['out', 'Sum', ['y', 'i']],
      ],
      [int('i', [1])],
      10,
    ],
    [
      'as the last input of ConcatV2',
      [
        ['i', 'Const'],
        ['out', 'ConcatV2', ['y', 'y', 'i']],
      ],
      [int('i', [])],
      10,
    ],
    [
      'as places of a slice',
      [
        ['i', 'Const'],
        ['j', 'Const'],
        ['out', 'Slice', ['y', 'i', 'j']],
      ],
      [int('i', [2]), int('j', [2])],
      10,
    ],
    [
      'as indices',
      [
        ['i', 'Const'],
        ['a', 'Const'],
        ['out', 'GatherV2', ['y', 'i', 'a']],
      ],
      [int('i', [7]), int('a', [])],
      17,
    ],
    [
      'as a shape that is measured',
      [
        ['i', 'Const'],
        ['f', 'Fill', ['i', 'y']],
        ['out', 'Shape', ['f']],
      ],
      [int('i', [3])],
      13,
    ],
    [
      'as a shape, too long to be one',
      [
        ['i', 'Const'],
        ['out', 'Reshape', ['y', 'i']],
      ],
      [int('i', [300])],
      310,
    ],
    [
      'through control alone',
      [
        ['i', 'Const'],
        ['out', 'Cast', ['^i']],
      ],
      [int('i', [4])],
      14,
    ],
    [
      'that nobody uses',
      [
        ['i', 'Const'],
        ['out', 'Relu', ['y']],
      ],
      [int('i', [4])],
      10,
    ],
  ])('%s', (_, nodes, weights, parameters) => {
    expect(parametersOf({ nodes: [...PRODUCT, ...nodes], weights: [W, ...weights], outputs: ['out'] })).toBe(
      parameters,
    );
  });

  test('an output itself', () => {
    const nodes: NodeJson[] = [...PRODUCT, ['i', 'Const']];
    expect(parametersOf({ nodes, weights: [W, int('i', [4])] })).toBe(14);
    expect(parametersOf({ nodes, weights: [W, int('i', [4])], outputs: ['i'] })).toBe(14);
  });

  test('in the body of a function', () => {
    const nodes: NodeJson[] = [...PRODUCT, ['out', 'PartitionedCall', ['y'], { f: { func: { name: 'inner' } } }]];
    const inner: NodeJson[] = [
      ['i', 'Const'],
      ['s', 'Const'],
      ['c', 'Cast', ['i']],
      ['r', 'Reshape', ['c:y:0', 's']],
      ['sum', 'Add', ['v', 'r']],
    ];
    const functions = [{ name: 'inner', args: ['v'], nodes: inner, returns: { out: 'sum:z:0' } }];
    const weights = [W, int('i', [5]), int('s', [2])];
    expect(parametersOf({ nodes, functions, weights, outputs: ['out'] })).toBe(15);
  });
});

test('operations of functions are listed, and their constants required', () => {
  const nodes: NodeJson[] = [...PRODUCT, ['out', 'PartitionedCall', ['y'], { f: { func: { name: 'inner' } } }]];
  const inner: NodeJson[] = [
    ['k', 'Const'],
    ['t', 'Tanh', ['v']],
  ];
  const functions = [{ name: 'inner', args: ['v'], nodes: inner, returns: { out: 't:y:0' } }];
  const missing = examineJson(graphJson({ nodes, functions, weights: [W] }));
  expect(missing.problem).toContain('weight k is missing');
  const { facts } = examineJson(graphJson({ nodes, functions, weights: [W, int('k', [])] }));
  expect(facts?.layers.map(({ className }) => className)).toEqual(['MatMul', 'PartitionedCall', 'Tanh']);
});
