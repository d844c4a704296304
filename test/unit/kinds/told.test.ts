/** What a page is told of each kind of evidence: the numbers of the evidence, in words. */
import { describe, expect, test } from '@jest/globals';
import type { Block } from '../../../grader/checks/telling/blocks.js';
import { stateOf, tellComparison } from '../../../grader/checks/telling/comparison.js';
import { tellAccuracy } from '../../../grader/kinds/accuracy/told.js';
import { tellDataSet } from '../../../grader/kinds/data-set/told.js';
import { tellFiles } from '../../../grader/kinds/files/told.js';
import { kindNamed } from '../../../grader/kinds/index.js';
import { tellLossLog } from '../../../grader/kinds/loss-log/told.js';
import { tellLimits } from '../../../grader/kinds/model-limits/told.js';
import { tellOperations } from '../../../grader/kinds/operations/told.js';
import { comparisonOf, evidenceOfEach, KINDS_OF_EACH } from '../../support/evidence-of-each.js';

const [, accuracy, lossLog, dataSet, files, limits, operations, , error] = evidenceOfEach('text');
const typesOf = (blocks: readonly Block[]) => blocks.map(({ type }) => type);

test('every kind tells of its own evidence, and nothing of an error', () => {
  for (const [index, evidence] of evidenceOfEach('text').slice(0, 8).entries()) {
    const kind = kindNamed(KINDS_OF_EACH[index] ?? '');
    expect(kind?.told(evidence).length).toBeGreaterThan(0);
    if (error !== undefined) expect(kind?.told(error)).toEqual([]);
  }
});

describe('a comparison', () => {
  const blocks = tellComparison(comparisonOf('text'));
  test('what was asked, the network, what was given, values, then every output', () => {
    expect(typesOf(blocks)).toEqual([
      ...['text', 'graph', 'tensors', 'tensors', 'tensors', 'worst-places', 'difference-map', 'table'],
    ]);
  });
  test('the network is that of the quantity in which something is wrong, with the first wrong tensor', () => {
    expect(blocks[1]).toMatchObject({ firstWrong: 'z1', states: { z1: 'wrong', W1: 'partly' } });
  });
  test.each([
    [{ verdict: 'followed-through', earned: 2, possible: 2 }, 'follow-on'],
    [{ verdict: 'not-assessable', earned: 0, possible: 0 }, 'unknown'],
    [{ verdict: 'not-assessable', earned: 1, possible: 2 }, 'partly'],
    [{ verdict: 'match', earned: 2, possible: 2 }, 'right'],
    [{ verdict: 'different', earned: 0, possible: 2 }, 'wrong'],
  ] as const)('%p is %s', (output, state) => {
    expect(stateOf({ name: 'x', error: null, sentence: '', notes: [], ...output })).toBe(state);
  });
});

test('an accuracy is on its ramp, with its map and its wrong examples', () => {
  if (accuracy?.type !== 'accuracy') throw new Error('no accuracy');
  expect(typesOf(tellAccuracy(accuracy))).toEqual(['text', 'ramp', 'confusion', 'decision-map', 'pictures']);
  expect(tellAccuracy(accuracy)[1]).toMatchObject({
    value: 0.8,
    from: 0.5,
    to: 0.9,
    interval: { lower: 0.49, upper: 0.94 },
  });
  const plain = { ...accuracy, misclassified: [{ index: 4, label: 0, predicted: 1 }] };
  expect(tellAccuracy(plain).at(-1)).toEqual({
    type: 'text',
    tone: 'quiet',
    text: 'The first 1 of 2 that are wrong, by their place in the data: 4 (text, taken for tux).',
  });
});

test('a loss log has both curves and the step to stop at', () => {
  if (lossLog === undefined) throw new Error('no log');
  expect(tellLossLog(lossLog)[1]).toMatchObject({
    curves: [
      { name: 'training loss', steps: [0, 10, 20] },
      { name: 'validation loss', steps: [0, 20] },
    ],
    mark: { step: 10 },
  });
});

test('a data set has its counts, findings with their twins, and rules', () => {
  if (dataSet === undefined) throw new Error('no data set');
  const blocks = tellDataSet(dataSet);
  expect(typesOf(blocks)).toEqual(['bars', 'table', 'pictures', 'text', 'table']);
  expect(blocks[0]).toMatchObject({
    bars: [
      { name: 'cat', value: 2 },
      { name: 'text', value: 3 },
    ],
  });
  expect(blocks[2]).toMatchObject({ pictures: [{ caption: 'text, and a.png' }] });
});

test('files and limits are tables, with what is wrong marked', () => {
  if (files === undefined || limits === undefined) throw new Error('no files');
  expect(tellFiles(files)[0]).toMatchObject({ rows: [{ cells: ['text', '', 'text'], state: 'wrong' }] });
  expect(tellLimits(limits)[0]).toMatchObject({ rows: [{ cells: ['layers', 'text', 'Dense'], state: 'wrong' }] });
});

test('operations: what was asked and found, then what was counted at each sample', () => {
  if (operations?.type !== 'operations') throw new Error('no operations');
  const blocks = tellOperations(operations);
  expect(typesOf(blocks)).toEqual(['table', 'table', 'text', 'text']);
  expect(blocks[0]).toMatchObject({
    rows: [
      { cells: ['at generic', 'at most 14', 'at least 20'], state: 'wrong' },
      { cells: ['from small to large, where sizes are 2 times as large', 'at most n^2.5', 'n^2.01'], state: 'right' },
    ],
  });
  expect(blocks[1]).toMatchObject({
    head: ['operation', 'generic-0'],
    rows: [
      { cells: ['tf.js BatchMatMul', '14'] },
      { cells: ['own code: *', '6'] },
      { cells: ['in all', 'at least 20'] },
      { cells: ['on indices, not counted', '7'] },
    ],
  });
  expect(blocks[2]).toMatchObject({ text: 'Not counted was: BigInt.' });
  const none = { ...operations, counts: [], growth: { ...operations.growth, exponent: null } } as typeof operations;
  expect(tellOperations(none)[0]).toMatchObject({
    rows: [{}, { cells: [expect.any(String), 'at most n^2.5', 'nothing was counted'] }],
  });
  expect(typesOf(tellOperations(none))).toEqual(['table', 'text']);
  // where outputs are wrong
  expect(tellOperations(comparisonOf('text'))).toEqual(tellComparison(comparisonOf('text')));
});
