/** Labels of a given point are class numbers; the number of classes may be given or be the side of a parameter. */
import { expect, test } from '@jest/globals';
import { placeOf, problemsIn } from '../../support/rubric-text.js';

function rubric(classes: string, label: string): string {
  return `schemaVersion: 1
id: labels
title: Labels
points: 1
networks:
  scores:
    inputs: { x: [B, D] }
    labels: { label: { shape: [B], classes: ${classes} } }
    parameters: { W: [3, D], v: [K] }
    nodes:
      - { name: logits, op: linear, of: [x, W, v] }
      - { name: loss, op: cross-entropy, of: [logits, label] }
sampleSets:
  seed: { kind: given, network: scores, values: { x: [[1, 2], [3, 4]], W: [[1, 0], [0, 1], [1, 1]], v: [0, 0, 0], label: ${label} } }
checks:
  - { id: loss, kind: loss, title: Loss, points: 1, target: loss, network: scores, at: [seed] }
targets:
  loss: { kind: function, file: code, export: loss, arguments: [x, label], returns: value }
`;
}

test.each(['3', 'K'])('classes: %s', (classes) => {
  expect(problemsIn(rubric(classes, '[0, 2]'))).toEqual([]);
  for (const [marked, found] of [
    ['[0, ¦3]', '3'],
    ['[0, ¦-1]', '-1'],
    ['[0, ¦1.5]', '1.5'],
  ] as const) {
    const text = rubric(classes, marked.replace('¦', ''));
    expect(problemsIn(text)).toEqual([
      `${placeOf(`label: ${marked}`, text)}: label[1] is ${found}, expected the number of a class, a whole number from 0 to 2`,
    ]);
  }
});
