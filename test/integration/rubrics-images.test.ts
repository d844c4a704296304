/** Rubrics with convolutions and collected data: their errors are reported with line and column. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { lintRubric } from '../../grader/rubric/lint.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const RUBRIC = `schemaVersion: 1
id: images
title: Images
points: 10
networks:
  cnn:
    inputs: { x: [B, 5, 5, 2] }
    labels: { label: { shape: [B], classes: 3 } }
    parameters: { W: [3, 3, 2, 4], gamma: [4], beta: [4], V: [3, 4] }
    nodes:
      - { name: c, op: conv2d, of: [x, W], padding: same }
      - { name: n, op: batch-norm-training, of: [c, gamma, beta] }
      - { name: a, op: leaky-relu, of: [n] }
      - { name: p, op: max-pool, of: [a], window: 2 }
      - { name: g, op: global-avg-pool, of: [p] }
      - { name: out, op: linear, of: [g, V] }
      - { name: loss, op: cross-entropy, of: [out, label] }
sampleSets:
  points: { kind: generic, network: cnn, sizes: { B: 3 }, count: 1, seed: 1 }
targets:
  backward: { kind: function, file: backprop, export: backward, arguments: [x, W, gamma, beta, V, label], returns: record }
checks:
  - id: gradients
    kind: gradient
    title: Gradients
    points: 4
    target: backward
    network: cnn
    at: [points]
    purity: 1
    outputs: [{ name: dW, of: W, weight: 3 }]
  - id: collected
    kind: data-set
    title: Collected
    points: 6
    path: data
    rules:
      - { points: 4, without: [duplicate, not-png] }
      - { points: 2, without: [class-small] }
`;

async function errorsAfter(right: string, wrong: string): Promise<string[]> {
  expect(RUBRIC).toContain(right);
  const folder = writeFiles(makeFolder(), { 'r.yaml': RUBRIC.replace(right, wrong) });
  const { errors } = await lintRubric(join(folder, 'r.yaml'));
  return errors.map((error) => (error.split('\n')[0] ?? '').replace(`${folder}/`, ''));
}

test('the rubric itself is right', async () => {
  expect(await errorsAfter('id: images', 'id: images')).toEqual([]);
});

describe('errors are reported', () => {
  test.each([
    [
      'W: [3, 3, 2, 4]',
      'W: [3, 3, 1, 4]',
      /^r\.yaml:11:36: networks\.cnn\.nodes\[0\] \(c, conv2d\): x has shape \[B, 5, 5, 2\] and W has shape \[3, 3, 1, 4\]: the third side of W must be the channels of x$/,
    ],
    [
      'padding: same }',
      'padding: valid, dilation: 3 }',
      /\(c, conv2d\): .*: a window of 7 is larger than its side of 5$/,
    ],
    ['x: [B, 5, 5, 2]', 'x: [B, 50]', /\(c, conv2d\): x has shape \[B, 50\], expected \[B, H, W, C\]$/],
    [
      'of: [x, W], padding: same',
      'of: [x, W], window: 2',
      /conv2d has no window, only max-pool, avg-pool have: take it away$/,
    ],
    ['of: [c, gamma, beta]', 'of: [c, gamma]', /batch-norm-training takes 3 operands, found 2$/],
    ['points: 4, without', 'points: 3, without', /the rules have 5 points together, the check has 6$/],
    ['[class-small]', '[duplicate]', /duplicate is in rule 1 already: one fault would cost points twice$/],
    ['[class-small]', '[course-image]', /course-image is never found without against: \[data set\]$/],
    ['path: data', 'path: data\n    against: [valid]', /there is no data set "valid"/],
    ['path: data', 'path: ../data', /"\.\.\/data" is not a path inside a submission/],
    ['[class-small]', '[class-smal]', /"class-smal".*did you mean "class-small"\?$/],
  ])('%s -> %s', async (right, wrong, sentence) => {
    const [first = '', ...more] = await errorsAfter(right, wrong);
    expect(first).toMatch(sentence);
    expect(more).toEqual([]);
  });
});

test('the rubric of Homework 3 sums to 100 and has no errors', async () => {
  const { errors, summary } = await lintRubric('rubrics/hw3-supertux.yaml');
  expect(errors).toEqual([]);
  expect(summary[0]).toBe(
    'hw3-supertux: Homework 3: SuperTux, four losses and a convolutional network, 100 points in 21 checks',
  );
});
