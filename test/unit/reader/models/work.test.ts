/** Multiply-adds of models by hand, through the reader's whole answer. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { ModelReading } from '../../../../grader/protocol/model-facts.js';
import { readModel } from '../../../../grader/reader/models/read.js';
import { exportModel, modelFiles, tfl } from '../../../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';
import { graphFiles, node } from '../../../support/graph-models.js';

afterAll(removeFolders);

function workIn(files: Record<string, string | Uint8Array>, path: string): number | null | undefined {
  const root = writeFiles(makeFolder(), files);
  const sizes = Object.keys(files).map((file): [string, number] => [file, statSync(join(root, file)).size]);
  const reading = JSON.parse(Buffer.from(readModel(root, path, sizes)).toString()) as ModelReading;
  expect(reading.status).toBe('admitted');
  return reading.facts?.macs;
}

const workOf = async (layers: NonNullable<NonNullable<Parameters<typeof tfl.sequential>[0]>['layers']>) =>
  workIn(modelFiles(await exportModel(tfl.sequential({ layers })), 'net'), 'net/model.json');

describe('a model of layers', () => {
  test('dense: inputs times outputs; what has no products costs nothing', async () => {
    const layers = [
      tfl.layers.dense({ inputShape: [5], units: 7, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 3 }),
    ];
    expect(await workOf(layers)).toBe(5 * 7 + 7 * 3);
  });

  test('convolutions: window times channels for each result', async () => {
    const layers = [
      tfl.layers.conv2d({ inputShape: [9, 8, 3], filters: 4, kernelSize: [3, 2], strides: 2, padding: 'same' }),
      tfl.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2 }),
    ];
    // 9 x 8 becomes 5 x 4 with a stride of 2
    expect(await workOf(layers)).toBe(5 * 4 * 4 * (3 * 2 * 3) + 5 * 4 * 4 * 9 + 5 * 4 * 4 * 2);
  });

  test('is not counted where a side of the input is not said', async () => {
    const layers = [
      tfl.layers.conv2d({
        inputShape: [null, null, 3],
        filters: 2,
        kernelSize: 1,
      }),
      tfl.layers.globalAveragePooling2d({}),
    ];
    expect(await workOf(layers)).toBeNull();
  });

  test('is not counted where a layer has no translation', async () => {
    const layers = [tfl.layers.masking({ inputShape: [4, 2] }), tfl.layers.dense({ units: 2 })];
    expect(await workOf(layers)).toBeNull();
  });
});

test('a graph: the product of its weights', () => {
  const files = graphFiles(6, { W: { shape: [6, 4], values: Array<number>(24).fill(1) } }, [
    node('out', 'MatMul', ['x', 'W']),
  ]);
  expect(workIn(files, 'deep/model.json')).toBe(24);
});
