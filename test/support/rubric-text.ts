/** A small rubric as text, for tests that break one place and check the message. */
import { parseRubric } from '../../grader/rubric/parse.js';

export const SMALL_RUBRIC = `schemaVersion: 1
id: small
title: A small homework
points: 20
dates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-15T23:59:00-05:00" }
networks:
  line:
    inputs: { x: [B, D], y: [B, 1] }
    parameters: { W: [1, D], b: [1] }
    nodes:
      - { name: yhat, op: linear, of: [x, W, b] }
      - { name: loss, op: half-squared-error, of: [yhat, y] }
sampleSets:
  seed: { kind: given, network: line, values: { x: [1, 2], y: 1, W: [3, 4], b: 0 } }
  generic: { kind: generic, network: line, sizes: { B: 3, D: 2 }, count: 2, seed: 1 }
targets:
  forward: { kind: function, file: code, export: forward, arguments: [{ W: W, b: b }, x, y], returns: record }
  model: { kind: model, path: model/model.json, input: [2], outputs: [1, 2] }
data:
  heldout: { kind: point-in-circle, seed: 1, count: 100, center: [0, 0], radius: 1, box: { low: -2, high: 2 } }
checks:
  - id: steps
    kind: steps
    title: Steps
    points: 5
    file: answers.json
    network: line
    at: seed
    steps:
      - { path: yhat, points: 3, value: yhat }
      - { path: dW, points: 2, gradient: W }
  - id: forward
    kind: forward
    title: Forward
    points: 5
    needs: [steps]
    target: forward
    network: line
    at: [seed, generic]
    purity: 1
    outputs: [{ name: yhat, of: yhat, weight: 1 }]
  - id: accuracy
    kind: accuracy
    title: Accuracy
    points: 5
    target: model
    data: heldout
    ramp: { from: 0.5, to: 0.9 }
  - id: jacobian
    kind: jacobian
    title: Jacobian
    points: 3
    file: answers.json
    network: line
    at: seed
    matrices: [{ path: J, points: 3, of: yhat, by: x }]
  - id: files
    kind: files
    title: Files
    points: 2
    files: [{ path: notes/loss.csv }]
`;

/** The small rubric with one piece of text replaced; throws when the piece is not there exactly once. */
export function changedRubric(from: string, to: string): string {
  const pieces = SMALL_RUBRIC.split(from);
  if (pieces.length !== 2) throw new Error(`${from} is there ${String(pieces.length - 1)} times`);
  return pieces.join(to);
}

/** What is said about a rubric: `line:column: sentence` each, without the quoted line. */
export function problemsIn(text: string): string[] {
  const parsed = parseRubric('r.yaml', text);
  if (parsed.ok) return [];
  return parsed.problems.map((problem) => (problem.split('\n')[0] ?? '').replace(/^r\.yaml:/, ''));
}

/** What is said when `from` is replaced by `to`. */
export function problemsAfter(from: string, to: string): string[] {
  return problemsIn(changedRubric(from, to));
}

/** `line:column` of the mark ¦ in `marked`, a piece of `text` that is there once but for the mark. */
export function placeOf(marked: string, text: string): string {
  const [before = '', after = ''] = marked.split('¦');
  const found = text.split(before + after);
  if (found.length !== 2) throw new Error(`${marked} is there ${String(found.length - 1)} times`);
  const lines = ((found[0] ?? '') + before).split('\n');
  return `${String(lines.length)}:${String((lines.at(-1) ?? '').length + 1)}`;
}
