/** Which layer is the output: a hidden sigmoid must not count as one at the end, however the file is ordered. */
import { expect, test } from '@jest/globals';
import { readFormat } from '../../../../grader/reader/models/format.js';
import { readTopology } from '../../../../grader/reader/models/layers.js';
import { exportModel, layersOf, smallModel, tfl } from '../../../support/exported-model.js';

function outputsOf(topology: unknown): string[] {
  const read = readFormat({ modelTopology: topology });
  if (!read.ok) throw new Error(read.problem);
  return outputsIn(read.topology);
}

function outputsIn(root: unknown): string[] {
  const read = readTopology(root);
  if (!read.ok) throw new Error(read.problem);
  return read.topology.layers.filter(({ output }) => output).map(({ name }) => name);
}

test('the last layer of a Sequential model', async () => {
  const { json } = await exportModel(smallModel());
  expect(outputsOf(json.modelTopology)).toEqual(['out']);
});

test('the layer that a functional model names, not the last of the file', async () => {
  const input = tfl.input({ shape: [2], name: 'in' });
  const hidden = tfl.layers.dense({ name: 'bent', units: 2, activation: 'sigmoid' }).apply(input);
  const output = tfl.layers.dense({ name: 'end', units: 1 }).apply(hidden) as ReturnType<typeof tfl.input>;
  const { json } = await exportModel(tfl.model({ inputs: input, outputs: output }));
  layersOf(json).reverse();
  expect(outputsOf(json.modelTopology)).toEqual(['end']);
});

test('no layer, when the one at the end is used earlier as well', async () => {
  const input = tfl.input({ shape: [2], name: 'in' });
  const twice = tfl.layers.dense({ name: 'twice', units: 2, activation: 'softmax' });
  const output = twice.apply(twice.apply(input)) as ReturnType<typeof tfl.input>;
  const { json } = await exportModel(tfl.model({ inputs: input, outputs: output }));
  expect(outputsOf(json.modelTopology)).toEqual([]);
});

test('the last layer of the last model inside a model', async () => {
  const inner = tfl.sequential({ name: 'inner', layers: [tfl.layers.dense({ name: 'a', units: 2, inputShape: [2] })] });
  const outer = tfl.sequential({ layers: [inner, tfl.layers.dense({ name: 'b', units: 1 })] });
  expect(outputsOf((await exportModel(outer)).json.modelTopology)).toEqual(['b']);
  const last = tfl.sequential({ layers: [tfl.layers.dense({ name: 'c', units: 2, inputShape: [2] }), inner] });
  expect(outputsOf((await exportModel(last)).json.modelTopology)).toEqual(['a']);
});
