/** Networks at whose samples two mistakes give the same numbers, or almost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { lintRubric } from '../../../grader/rubric/lint.js';

const work = mkdtempSync(join(tmpdir(), 'tuxgrade-apart-'));
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

const written = (sizes: string, loss = 'cross-entropy') => `
schemaVersion: 1
id: apart
title: "Told apart"
points: 10
networks:
  net:
    inputs: { x: [B, D] }
    labels: { label: { shape: [B], classes: C } }
    parameters: { W1: [H, D], b1: [H], W2: [C, H], b2: [C] }
    nodes:
      - { name: z, op: linear, of: [x, W1, b1] }
      - { name: a, op: relu, of: [z] }
      - { name: logits, op: linear, of: [a, W2, b2] }
      - { name: loss, op: ${loss}, of: [logits, label] }
sampleSets:
  some: { kind: generic, network: net, sizes: ${sizes}, count: 1, seed: 1 }
targets:
  backward: { kind: function, file: a, export: backward, arguments: [x, label], returns: record }
checks:
  - id: gradients
    kind: gradient
    title: "Gradients"
    points: 10
    target: backward
    network: net
    at: [some]
    purity: 1
    outputs: [{ name: dW1, of: W1, weight: 1 }]
`;

async function errorsOf(sizes: string): Promise<readonly string[]> {
  const path = join(work, 'apart.yaml');
  writeFileSync(path, written(sizes));
  return (await lintRubric(path)).errors;
}

test('with a size of its own for every letter, all mistakes can be told apart', async () => {
  expect(await errorsOf('{ B: 6, D: 3, H: 5, C: 4 }')).toEqual([]);
});
test('a sum over the batch is a sum over the classes where there are as many', async () => {
  const errors = await errorsOf('{ B: 4, D: 3, H: 5, C: 4 }');
  expect(errors[0]).toBe(
    'networks.net: times-batch and times-outputs cannot be told apart at the samples of sample set some ' +
      '(they differ by nothing): give every letter a size of its own, none of them 2, in a sample set',
  );
  expect(errors.every((one) => /outputs/.test(one))).toBe(true);
});
test('with two classes, a sum over them is twice the result', async () => {
  const errors = await errorsOf('{ B: 6, D: 3, H: 5, C: 2 }');
  expect(errors.some((one) => one.includes('factor-2 and times-outputs'))).toBe(true);
});
