/** What of a model reaches a library: what its scores depend on, and nothing else. */
import { describe, expect, test } from '@jest/globals';
import type { OnnxGraph } from '../../../../grader/onnx/format/model.js';
import { readBy, scoresOf, selectScores } from '../../../../grader/onnx/format/select.js';
import { node, onnxModel, weight } from '../../../support/onnx-models.js';

const output = (name: string, type: 'float32' | 'int64') => ({ name, type, shape: null });

describe('the scores', () => {
  test.each([
    [[output('y', 'float32')], 'y'],
    [[output('label', 'int64')], 'label'],
    [[output('label', 'int64'), output('y', 'float32')], 'y'],
    [[output('y', 'float32'), output('z', 'float32')], undefined],
    [[output('a', 'int64'), output('b', 'int64')], undefined],
    [[], undefined],
  ])('of %j are %s', (outputs, name) => {
    expect(scoresOf(onnxModel({ outputs }).graph)?.name).toBe(name);
  });
});

describe('a selection', () => {
  const base = onnxModel().graph;
  test('is the model itself if all of it is needed', () => {
    expect(selectScores(onnxModel())).toEqual(onnxModel());
  });
  test('has no operation, weight or input that the scores do not need', () => {
    const model = onnxModel({
      nodes: [node('Relu', ['more'], 'unused'), ...base.nodes, node('ArgMax', ['y'], 'label')],
      initializers: [...base.initializers, weight('spare', [1], [1])],
      inputs: [
        ...base.inputs,
        { name: 'more', type: 'float32', shape: [1] },
        { name: 'W', type: 'float32', shape: null },
      ],
      outputs: [output('label', 'int64'), ...base.outputs],
    });
    expect(selectScores(model)).toEqual(onnxModel());
  });
  test('keeps what only a branch of an If reads', () => {
    const branch = (from: string): OnnxGraph => ({
      ...{ name: '', nodes: [node('Relu', [from], 'r')], initializers: [], inputs: [] },
      outputs: [output('r', 'float32')],
    });
    const choice = node('If', ['on'], 'y', {
      then_branch: { kind: 'graph', value: branch('z') },
      else_branch: { kind: 'graph', value: { ...branch('x'), nodes: [], outputs: [output('k', 'float32')] } },
    });
    const model = onnxModel({
      nodes: [node('Abs', ['x'], 'z'), node('Not', ['off'], 'on'), choice],
      initializers: [weight('off', [], [0]), weight('k', [1], [2])],
    });
    expect(selectScores(model)).toEqual(model);
    expect(readBy(choice)).toEqual(['on', 'z', 'r', 'k']);
  });
  test('is refused nothing where there are no scores to select', () => {
    const model = onnxModel({ outputs: [] });
    expect(selectScores(model)).toBe(model);
  });
});
