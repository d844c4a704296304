/**
 * What is said about a network that cannot be computed, with its place: order and circles of nodes, operands, options, labels
 * and shapes (node-operands.ts, node-options.ts, networks.ts), and shapes that only a sample set's sizes tell (sample-sets.ts).
 */
import { describe, expect, test } from '@jest/globals';
import { placeOf, problemsIn } from '../../../support/rubric-text.js';

const SETS = '  g: { kind: generic, network: net, sizes: { B: 3, D: 2, H: 4 }, count: 1, seed: 1 }';

function rubric(nodes: string, sets = SETS, given = ''): string {
  return `schemaVersion: 1
id: net
title: A network
points: 1
networks:
  net:
    inputs: { x: [B, D], y: [B, 1]${given} }
    labels: { label: { shape: [B], classes: 3 } }
    parameters: { W: [H, D], b: [H], V: [1, H], U: [3, H] }
    nodes:
${nodes
  .trim()
  .split('\n')
  .map((node) => `      - { ${node.trim()} }`)
  .join('\n')}
sampleSets:
${sets}
checks:
  - { id: files, kind: files, title: Files, points: 1, files: [{ path: a.txt }] }
`;
}

/** What is said about nodes; ¦ is where it is said. */
function said(nodes: string, sets?: string) {
  const marked = nodes.split('\n').find((line) => line.includes('¦')) ?? sets?.split('\n').find((l) => l.includes('¦'));
  const text = rubric(nodes.replace('¦', ''), sets?.replace('¦', ''));
  const problems = problemsIn(text);
  return { problems, at: marked === undefined ? '' : placeOf(marked.trim(), text) };
}

const TAIL = 'name: out, op: linear, of: [a, V]\nname: loss, op: half-squared-error, of: [out, y]';
const HEAD = 'name: z, op: linear, of: [x, W, b]\nname: a, op: relu, of: [z]';

test('a network that can be computed has no problem', () => {
  expect(said(`${HEAD}\n${TAIL}`).problems).toEqual([]);
});

test.each<[string, string, string]>([
  [
    'a node that uses itself',
    `name: z, op: add, of: [x, ¦z]\nname: a, op: linear, of: [z, W]\n${TAIL}`,
    '"z" uses itself: name an input, a parameter or an earlier node',
  ],
  [
    'two nodes that need each other',
    `name: z, op: add, of: [x, ¦c]\nname: a, op: linear, of: [z, W]\nname: c, op: linear, of: [a, W]\n${TAIL}`,
    '"z" needs itself in the end (z -> c -> a -> z): take one of these operands away',
  ],
  [
    'a later node without a circle',
    `name: a, op: relu, of: [¦z]\nname: z, op: linear, of: [x, W, b]\n${TAIL}`,
    '"z" is a later node: move it before "a"',
  ],
  [
    'a name that there is not',
    `${HEAD.replace('[z]', '[¦labl]')}\n${TAIL}`,
    '"labl" is not an input, parameter, label or earlier node; did you mean "label"?',
  ],
  ['too few operands', `${HEAD}\nname: s, op: add, of: ¦[a]\n${TAIL}`, 'add takes 2 to 16 operands, found 1'],
  ['too many', `${HEAD.replace('of: [z]', 'of: ¦[z, x]')}\n${TAIL}`, 'relu takes 1 operand, found 2'],
  [
    'an option of another operation',
    `${HEAD.replace('of: [z]', 'of: [z], heads: ¦2')}\n${TAIL}`,
    'relu has no heads, only attention has: take it away',
  ],
  ['an option that is missing', `${HEAD}\nname: d, op: ¦dropout, of: [a, a]\n${TAIL}`, 'dropout needs rate: add it'],
  [
    'a part that there is not',
    `${HEAD}\nname: s, op: slice, of: [a], part: ¦2, parts: 2\n${TAIL}`,
    'part is 2, expected 0 to 1: parts are counted from 0',
  ],
  [
    'a label where numbers are needed',
    `name: z, op: linear, of: [¦label, W, b]\nname: a, op: relu, of: [z]\n${TAIL}`,
    'linear takes a value here, and "label" is a class label',
  ],
  [
    'numbers where a label is needed',
    `${HEAD}\nname: out, op: linear, of: [a, U]\nname: loss, op: cross-entropy, of: [out, ¦y]`,
    'cross-entropy takes a class label here: declare "y" under labels',
  ],
  [
    'numbers where ids are needed',
    `name: e, op: embedding, of: [¦x, U]\n${HEAD}\n${TAIL}`,
    'embedding takes ids here: declare "x" under labels',
  ],
  [
    'no loss at the end',
    `${HEAD}\nname: out, op: ¦linear, of: [a, V]`,
    'the last node is the loss, but linear is none: end with a loss',
  ],
  [
    'a loss before the end',
    `${HEAD}\nname: out, op: linear, of: [a, V]\nname: l, op: ¦half-squared-error, of: [out, y]\nname: loss, op: half-squared-error, of: [out, y]`,
    'half-squared-error is a loss, and only the last node is one',
  ],
  [
    'weight decay of what is no loss',
    `${HEAD}\nname: out, op: linear, of: [a, V]\nname: loss, op: weight-decay, of: [¦out, W], lambda: 0.1`,
    'weight-decay adds to a loss, but "out" is none: give the node of the loss first',
  ],
  [
    'shapes that never fit',
    `${HEAD}\nname: out, op: linear, of: [a, V]\nname: wide, op: concat, of: [out, y]\nname: loss, op: half-squared-error, of: ¦[wide, y]`,
    'networks.net.nodes[4] (loss, half-squared-error): wide has shape [B, 2] and y has shape [B, 1]: their shapes must be equal',
  ],
  [
    'fewer outputs than classes',
    `${HEAD}\nname: out, op: linear, of: [a, V]\nname: loss, op: cross-entropy, of: ¦[out, label]`,
    'networks.net.nodes[3] (loss, cross-entropy): out has shape [B, 1] and label has 3 classes: out needs an output for each class',
  ],
])('%s', (_what, nodes, sentence) => {
  const { problems, at } = said(nodes);
  expect(problems).toEqual([`${at}: ${sentence}`]);
});

test('weight decay adds to a loss', () => {
  const nodes = `${HEAD}\nname: out, op: linear, of: [a, V]\nname: data, op: half-squared-error, of: [out, y]\nname: loss, op: weight-decay, of: [data, W, V], lambda: 0.1`;
  expect(said(nodes).problems).toEqual([]);
});

test('each node of a circle that looks ahead is told, and nothing is computed', () => {
  const nodes = `name: z, op: add, of: [c, c]\nname: c, op: add, of: [a, z]\nname: a, op: add, of: [c, x]\n${TAIL}`;
  expect(said(nodes).problems.map((problem) => problem.slice(problem.indexOf('"')))).toEqual([
    '"z" needs itself in the end (z -> c -> z): take one of these operands away',
    '"z" needs itself in the end (z -> c -> z): take one of these operands away',
    '"c" needs itself in the end (c -> a -> c): take one of these operands away',
  ]);
});

describe('the sizes of a sample set', () => {
  const square = `name: z, op: linear, of: [x, W, b]\nname: s, op: add, of: [z, x]\nname: a, op: relu, of: [s]\n${TAIL}`;
  const generic = (sizes: string) => `  g: { kind: generic, network: net, sizes: ${sizes}, count: 1, seed: 1 }`;
  test('tell what letters leave open', () => {
    const { problems, at } = said(square, generic('¦{ B: 3, D: 2, H: 4 }'));
    expect(problems).toEqual([
      `${at}: with these sizes, at networks.net.nodes[1] (s, add): z has shape [3, 4] and x has shape [3, 2]: their shapes must be equal`,
    ]);
    expect(said(square, generic('{ B: 3, D: 4, H: 4 }')).problems).toEqual([]);
  });
  test('so do given values', () => {
    const values = (w: string) =>
      `  s: { kind: given, network: net, values: ¦{ x: [1, 2], y: 1, label: 0, W: ${w}, b: [0, 0, 0], V: [1, 2, 3], U: [[1, 2, 3], [1, 2, 3], [1, 2, 3]] } }`;
    const { problems, at } = said(square, values('[[1, 2], [3, 4], [5, 6]]'));
    expect(problems).toEqual([
      `${at}: with these sizes, at networks.net.nodes[1] (s, add): z has shape [1, 3] and x has shape [1, 2]: their shapes must be equal`,
    ]);
    // values that do not fit the network itself are told when they are read
    expect(said(square, values('[[1, 2, 3]]')).problems).toEqual([]);
  });
  test('may not make values of more numbers than a sample can have', () => {
    const wide = `${HEAD}\n${TAIL}`;
    const text = rubric(wide, SETS, ', t: [B, 5000000]');
    expect(problemsIn(text)).toEqual([
      `${placeOf('sizes: ¦{ B: 3', text)}: t has shape [3, 5000000], more than 10,000,000 numbers: choose smaller sizes`,
    ]);
    expect(problemsIn(rubric(wide, SETS, ', t: [B, 3000000]'))).toEqual([]);
  });
  test('a misfit that every set has is told once', () => {
    const nodes = `${HEAD}\nname: out, op: linear, of: [a, V]\nname: loss, op: cross-entropy, of: ¦[out, label]`;
    expect(said(nodes).problems).toHaveLength(1);
  });
});

describe('masks and targets of given samples', () => {
  const nodes = `${HEAD}\nname: out, op: linear, of: [a, V]\nname: loss, op: LOSS, of: [out, y]`;
  const set = (y: string) =>
    `  s: { kind: given, network: net, values: { x: [[1, 2], [3, 4]], y: ${y}, label: [0, 2], W: [[1, 2]], b: [0], V: 1, U: [[1], [2], [3]] } }`;
  test.each([
    ['hinge', '[[1], [¦0]]', 'y[1][0] is 0, expected -1 or 1: it is the target of hinge'],
    [
      'binary-cross-entropy',
      '[[1], [¦1.5]]',
      'y[1][0] is 1.5, expected a number from 0 to 1: it is the target of binary-cross-entropy',
    ],
  ])('%s', (loss, y, sentence) => {
    const { problems, at } = said(nodes.replace('LOSS', loss), set(y));
    expect(problems).toEqual([`${at}: ${sentence}`]);
    expect(said(nodes.replace('LOSS', loss), set('[[1], [1]]')).problems).toEqual([]);
  });
});
