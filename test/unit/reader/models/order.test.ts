/** A topology that cannot be computed in any order is refused quickly, however large it is; loops of graphs are not. */
import { describe, expect, test } from '@jest/globals';
import { examineJson } from '../../../support/examined.js';
import { exportModel, layerOf, tfl, type ModelJson } from '../../../support/exported-model.js';
import { graphJson, type NodeJson } from '../../../support/graph-json.js';
import { measureProcessor } from '../../../support/processor-time.js';

type Symbolic = ReturnType<typeof tfl.input>;
type Inbound = [string, number, number, object?][][];

/** in -> a -> b -> end, all of them functional. */
async function functional(change: (json: ModelJson) => void): Promise<string | null> {
  const input = tfl.input({ shape: [2], name: 'in' });
  const dense = (name: string, before: Symbolic) => tfl.layers.dense({ name, units: 2 }).apply(before) as Symbolic;
  const output = dense('end', dense('b', dense('a', input)));
  const { json } = await exportModel(tfl.model({ inputs: input, outputs: output }));
  change(json);
  return examineJson(json).problem;
}
const feed = (json: ModelJson, index: number, inbound: unknown) =>
  Object.assign(layerOf(json, index), { inbound_nodes: inbound });

describe('layers', () => {
  test.each<[string, (json: ModelJson) => void, RegExp | null]>([
    ['as exported', () => undefined, null],
    [
      'in any order of the file',
      (json) => (json.modelTopology['config'] as { layers: unknown[] }).layers.reverse(),
      null,
    ],
    ['a cycle', (json) => feed(json, 1, [[['b', 0, 0, {}]]]), /feeds the layer [ab] from its own output, directly or/],
    ['a layer that feeds itself', (json) => feed(json, 1, [[['a', 0, 0, {}]]]), /feeds the layer a from its own/],
    [
      'a call that never comes',
      (json) => feed(json, 2, [[['a', 1, 0, {}]]]),
      /feeds the layer b from call 1 of a, which has 1$/,
    ],
    [
      'a layer that is not there',
      (json) => feed(json, 1, [[['ghost', 0, 0, {}]]]),
      /layer a from ghost, which is not a layer/,
    ],
    ['a form without lists', (json) => feed(json, 1, [['in', 0, 0, {}]]), /inputs of the layer a in a form that/],
    ['a node that is a number', (json) => feed(json, 1, [7]), /inputs of the layer a in a form that/],
    [
      'an index that is not one',
      (json) => feed(json, 1, [[['in', -1, 0, {}]]]),
      /inputs of the layer a in a form that/,
    ],
    [
      'an end that is not there',
      (json) => ((json.modelTopology['config'] as { output_layers: unknown }).output_layers = [['end', 1, 0]]),
      /names end as an input or output, which is not there/,
    ],
    [
      'two names of one layer',
      (json) => Object.assign(layerOf(json, 1), { name: 'c' }),
      /gives one layer two names, c and a/,
    ],
  ])('%s', async (_, change, problem) => {
    if (problem === null) expect(await functional(change)).toBeNull();
    else expect(await functional(change)).toMatch(problem);
  });

  test('that are used twice, also a model in the model', async () => {
    const input = tfl.input({ shape: [2], name: 'in' });
    const twice = tfl.layers.dense({ name: 'twice', units: 2 });
    const inner = tfl.sequential({
      name: 'inner',
      layers: [tfl.layers.dense({ name: 'i', units: 2, inputShape: [2] })],
    });
    const once = inner.apply(twice.apply(input)) as Symbolic;
    const output = tfl.layers
      .add({ name: 'sum' })
      .apply([twice.apply(inner.apply(once)), once] as Symbolic[]) as Symbolic;
    const { json } = await exportModel(tfl.model({ inputs: input, outputs: output }));
    expect(examineJson(json).problem).toBeNull();
  });

  test.each([
    ['in the order of the file', (index: number): Inbound => [[[`l${String(index - 1)}`, 0, 0]]]],
    ['against it', (index: number): Inbound => [[[`l${String(index + 1)}`, 0, 0]]]],
    ['all in a ring', (index: number): Inbound => [[[`l${String((index + 1) % 9000)}`, 0, 0]]]],
  ])('9,000 of them, %s, are processed quickly', (what, inbound) => {
    const layer = (name: string, nodes: Inbound) => ({
      class_name: 'Activation',
      name,
      config: { name, activation: 'relu' },
      inbound_nodes: nodes,
    });
    const last = what === 'against it' ? 'l0' : 'l8999';
    const ends: Record<string, Inbound> = {
      'in the order of the file': [[['in', 0, 0]]],
      'against it': [[['in', 0, 0]]],
    };
    const first = what === 'against it' ? 8999 : 0;
    const layers = [
      { class_name: 'InputLayer', name: 'in', config: { name: 'in', batch_input_shape: [null, 2] }, inbound_nodes: [] },
      ...Array.from({ length: 9000 }, (_, index) =>
        layer(`l${String(index)}`, index === first ? (ends[what] ?? inbound(index)) : inbound(index)),
      ),
    ];
    const config = { name: 'm', layers, input_layers: [['in', 0, 0]], output_layers: [[last, 0, 0]] };
    const weights = [{ name: 'w', shape: [1], dtype: 'float32' }];
    const spent = measureProcessor();
    const { problem } = examineJson({
      format: 'layers-model',
      modelTopology: { class_name: 'Model', config },
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    });
    expect(spent()).toBeLessThan(1500);
    expect(problem).toMatch(what === 'all in a ring' ? /from its own output/ : /w belongs to no layer/);
  });
});

describe('graphs', () => {
  const W = [{ name: 'w', shape: [2] }];
  const problemOf = (nodes: readonly NodeJson[], functions = {}) =>
    examineJson(graphJson({ nodes: [['w', 'Const'], ...nodes], weights: W, ...functions })).problem;

  test.each<[string, readonly NodeJson[], RegExp | null]>([
    [
      'control inputs and outputs by number',
      [
        ['a', 'Split', ['x', '^w']],
        ['b', 'Add', ['a:1', 'w']],
      ],
      null,
    ],
    [
      'a cycle',
      [
        ['a', 'Add', ['b', 'x']],
        ['b', 'Relu', ['a:0']],
      ],
      /feeds the operation a from its own output/,
    ],
    [
      'a cycle through control',
      [
        ['a', 'Add', ['x', '^b']],
        ['b', 'Relu', ['a']],
      ],
      /from its own output/,
    ],
    [
      'an operation that is not there',
      [['a', 'Add', ['x', 'ghost:1']]],
      /feeds the operation a from ghost, which is not/,
    ],
    [
      'two of one name',
      [
        ['a', 'Relu', ['x']],
        ['a', 'Tanh', ['x']],
      ],
      /two operations named a/,
    ],
    [
      'a loop, as TensorFlow 1 writes it',
      [
        ['enter', 'Enter', ['x']],
        ['merge', 'Merge', ['enter', 'next']],
        ['cond', 'LoopCond', ['merge']],
        ['switch', 'Switch', ['merge', 'cond']],
        ['body', 'Add', ['switch:1', 'w']],
        ['next', 'NextIteration', ['body']],
        ['exit', 'Exit', ['switch']],
      ],
      null,
    ],
    [
      'a way back without a loop',
      [
        ['a', 'Add', ['x', 'n']],
        ['n', 'NextIteration', ['a']],
      ],
      /from its own output/,
    ],
  ])('%s', (_, nodes, problem) => {
    if (problem === null) expect(problemOf(nodes)).toBeNull();
    else expect(problemOf(nodes)).toMatch(problem);
  });

  test('a loop whose body is a function; not a function that calls itself', () => {
    const loop: NodeJson = [
      'loop',
      'While',
      ['x'],
      { body: { func: { name: 'body' } }, cond: { func: { name: 'cond' } } },
    ];
    const body = (inner: NodeJson) => ({
      functions: [
        { name: 'body', args: ['v'], nodes: [inner], returns: { out: 'sum:z:0' } },
        { name: 'cond', args: ['v'], nodes: [['go', 'Less', ['v', 'v']]] as const, returns: { out: 'go:z:0' } },
      ],
    });
    expect(problemOf([loop], body(['sum', 'Add', ['v', 'v']]))).toBeNull();
    const again: NodeJson = ['sum', 'PartitionedCall', ['v'], { f: { func: { name: 'body' } } }];
    expect(problemOf([loop], body(again))).toMatch(/from its own output/);
    expect(problemOf([loop], body(['sum', 'Add', ['v', 'ghost']]))).toMatch(/sum from ghost, which is not there/);
  });

  test('of 60,000 operations are processed quickly', () => {
    const nodes = Array.from({ length: 60_000 }, (_, index): NodeJson => [
      `n${String(index)}`,
      'AddN',
      [index === 0 ? 'x' : `n${String(index - 1)}`, 'w'],
    ]);
    const spent = measureProcessor();
    expect(problemOf(nodes)).toBeNull();
    expect(spent()).toBeLessThan(2500);
  });
});
