/** Whether images are fed with their channels first, by the shape that a model takes and what the rubric says. */
import { describe, expect, test } from '@jest/globals';
import { fileOfModel, refusalToRun } from '../../../../grader/checks/judging/admitted.js';
import { feedingOf } from '../../../../grader/checks/judging/layout.js';
import type { ModelFacts } from '../../../../grader/protocol/model-facts.js';
import type { Layout } from '../../../../grader/protocol/model-forms.js';

type Sides = readonly (number | null)[];
const feed = (
  inputShape: Sides | null,
  input: readonly number[],
  layout?: Layout,
  format: ModelFacts['format'] = 'onnx-model',
) => feedingOf({ format, inputShape }, { input, layout });
const FIRST = { ok: true, channelsFirst: true };
const LAST = { ok: true, channelsFirst: false };
const AMBIGUOUS = { ok: false, why: 'ambiguous' };
const MISFIT = { ok: false, why: 'shape' };

describe('by its shape', () => {
  test.each<[Sides, readonly number[], object]>([
    [[3, 64, 64], [64, 64, 3], FIRST],
    [[64, 64, 3], [64, 64, 3], LAST],
    [[3, null, null], [64, 64, 3], FIRST],
    [[null, null, 3], [64, 64, 3], LAST],
    [[3, 48, 64], [48, 64, 3], FIRST],
    [[3, 64, 48], [48, 64, 3], MISFIT],
    [[3, 32, 32], [64, 64, 3], MISFIT],
    [[null, null, null], [64, 64, 3], AMBIGUOUS],
    [[null, 64, null], [64, 64, 3], AMBIGUOUS],
    [[3, 3, 3], [3, 3, 3], AMBIGUOUS],
    [[1, 28, 28], [28, 28, 1], FIRST],
    [[2], [2], LAST],
    [[null], [2], LAST],
    [[2], [784], MISFIT],
    [[28, 28], [28, 28], LAST],
    [[3, 64, 64, 1], [64, 64, 3], MISFIT],
  ])('a model of %j for examples of %j', (shape, input, feeding) => {
    expect(feed(shape, input)).toEqual(feeding);
  });
  test('a model of tf.js has its channels last', () => {
    expect(feed([3, 64, 64], [64, 64, 3], undefined, 'layers-model')).toEqual(MISFIT);
    expect(feed([null, null, null], [64, 64, 3], 'channels-first', 'graph-model')).toEqual(LAST);
    expect(feed(null, [64, 64, 3])).toEqual(LAST);
  });
});

test('the rubric decides where the shape does not tell, and only there', () => {
  expect(feed([3, 3, 3], [3, 3, 3], 'channels-first')).toEqual(FIRST);
  expect(feed([null, null, null], [64, 64, 3], 'channels-last')).toEqual(LAST);
  expect(feed([64, 64, 3], [64, 64, 3], 'channels-first')).toEqual(LAST);
  expect(feed([3, 64, 64], [64, 64, 3], 'channels-last')).toEqual(FIRST);
});

describe('what is said', () => {
  const target = (input: number[]) => ({ kind: 'model' as const, path: 'deep/model.json', input, outputs: [6] });
  const told = (inputShape: Sides, input: number[]) =>
    refusalToRun(
      {
        status: 'admitted',
        facts: { format: 'onnx-model', parameters: 1, fileBytes: 1, layers: [], inputShape, weights: [] },
      },
      target(input),
    )?.message;
  test.each<[Sides, number[], string]>([
    [
      [3, 32, 32],
      [64, 64, 3],
      'deep/model.onnx expects examples of shape [null, 3, 32, 32], the data are [null, 64, 64, 3] or, with the channels first, [null, 3, 64, 64]',
    ],
    [
      [],
      [2],
      'deep/model.onnx expects examples of shape [null], the data are [null, 2]: export it with an example that has a side for the batch, [1, 2]',
    ],
    [
      [64, 64],
      [64, 64, 3],
      'deep/model.onnx expects examples of shape [null, 64, 64], the data are [null, 64, 64, 3]: export it with an example that has a side for the batch, [1, 64, 64, 3]',
    ],
    [
      [null, null, null],
      [64, 64, 3],
      'deep/model.onnx expects examples of shape [null, null, null, null], which may have the channels first or last: export it with fixed sides, with an example of shape [1, 3, 64, 64] or [1, 64, 64, 3]',
    ],
    [
      [3, 3, 3],
      [3, 3, 3],
      'deep/model.onnx expects examples of shape [null, 3, 3, 3], which may have the channels first or last: its sides do not tell, so the rubric has to say which by the layout of the target; tell the course staff',
    ],
  ])('%j for %j', (shape, input, sentence) => {
    expect(told(shape, input)).toBe(sentence);
  });
  test('the file is named as it was handed in', () => {
    expect(fileOfModel(target([2]), { status: 'missing', sentence: '' })).toBe('deep/model.json');
    expect(fileOfModel({ path: 'net.onnx' }, undefined)).toBe('net.onnx');
  });
});
