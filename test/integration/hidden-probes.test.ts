/**
 * Code that is called for hidden checks receives held-out labels: nothing that it prints or keeps then may reach a
 * student.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { gradeOne } from '../../grader/grading/grade.js';
import { spreadRows } from '../../grader/tensor/rows.js';
import { toGradescope } from '../../grader/report/gradescope.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { backendsFor } from '../../grader/sandbox/kits/backends.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { GradeReport } from '../../grader/schema/report.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { exportModel, modelFiles, smallModel } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { resultOf } from '../support/quiz2-code.js';
import { keptAnswers } from '../support/kept-answers.js';

afterAll(removeFolders);

const EXAMPLES = 24;
/** The hidden check stands first, as if to be asked first. */
const RUBRIC = `schemaVersion: 1
id: own
title: Own gradients
points: 16
limits: { callSeconds: 2 }
targets:
  net: { kind: model, path: net/model.json, input: [2], outputs: [1] }
  backward: { kind: function, file: backprop, export: backward, arguments: [weights, x, label], returns: record }
data:
  practice: { kind: point-in-circle, seed: 1, count: 400, center: [0, 0], radius: 1, box: { low: -1, high: 1 } }
  heldout: { kind: point-in-circle, seed: 2, count: 400, center: [0, 0], radius: 1, box: { low: -1, high: 1 } }
checks:
  - { id: hidden, kind: model-gradient, title: H, points: 8, target: backward, model: net, loss: half-squared-error, data: heldout, examples: ${String(EXAMPLES)}, visibility: after_published }
  - { id: shown, kind: model-gradient, title: S, points: 8, target: backward, model: net, loss: half-squared-error, data: practice, examples: ${String(EXAMPLES)} }
`;

/** One model for all submissions, whose answers are not what is tested. */
const evaluations = keptAnswers();
let rubric: ResolvedRubric;
let files: Record<string, string | Uint8Array>;
let heldOut: string;
let practice: string;
beforeAll(async () => {
  rubric = await loadRubric(join(writeFiles(makeFolder(), { 'own.yaml': RUBRIC }), 'own.yaml'));
  files = modelFiles(await exportModel(smallModel()), 'net');
  const labels = (name: string) => {
    const all = rubric.data.get(name)?.labels ?? new Int32Array();
    return `told ${spreadRows(all.length, EXAMPLES)
      .map((row) => all[row])
      .join('')}`;
  };
  [heldOut, practice] = [labels('heldout'), labels('practice')];
  expect(heldOut).not.toBe(practice);
});

/** `tell` speaks of all the labels that the process has seen so far. */
async function grade(tell: string): Promise<GradeReport> {
  const code = `let told = '';
export function backward(weights, x, label) {
  told += ' told ' + label.dataSync().join('');
  ${tell}
  return {};
}`;
  const driver = await chooseDriver('bubblewrap');
  const folder = writeFiles(makeFolder(), { ...files, 'backprop.js': code });
  return gradeOne(folder, { rubric, driver, backends: backendsFor('wasm'), evaluations });
}

describe('held-out labels that student code got', () => {
  test.each([
    ['in an error', 'throw new Error(told);'],
    ['in the name of an error', "const error = new Error('x'); error.name = told; throw error;"],
    ['in thrown text', 'throw told;'],
    ['in the keys of what is returned', 'return { [told]: 1 };'],
    [
      'in the description of a value',
      'return Object.fromEntries(Object.keys(weights).map((key) => [key, { [told]: 1 }]));',
    ],
    ['in the name of a member', 'weights[told] = 1;'],
    ['in what is printed', 'console.log(told); console.error(told);'],
    ['in all of these', 'console.log(told); weights[told] = 1; throw new Error(told);'],
  ])('%s are not shown to students', async (_, tell) => {
    const report = await grade(tell);
    const shown = JSON.stringify(toGradescope(report));
    expect(shown).not.toContain(heldOut);
    expect(shown).not.toMatch(/told [01]{24} told/);
    // the visible check was asked first and of a process of its own
    expect(JSON.stringify(resultOf(report, 'shown'))).not.toContain(heldOut);
    expect(report.output.stdout + report.output.stderr).not.toContain(heldOut);
  });

  test('are kept for staff, with the fixed sentence for students', async () => {
    const report = await grade('console.log(told); throw new Error(told);');
    expect(resultOf(report, 'hidden').summary).toContain(heldOut);
    expect(report.output.hidden?.stdout).toContain(heldOut);
    expect(report.output.stdout).toContain(practice);
    const [hidden, shown] = toGradescope(report).tests;
    expect(hidden?.output).toBe(
      'failed with RUNTIME_ERROR; what was said is kept for staff, because this check is not a visible one',
    );
    expect(shown?.output).toContain(practice);
  });
});

test('a function that never returns is tried once, and a forged answer in a hidden call spoils all', async () => {
  const loops = await grade('for (;;);');
  expect(loops.timing.workerCpuMs).toBeLessThan(3500);
  expect(resultOf(loops, 'hidden').summary).toBe(resultOf(loops, 'shown').summary);
  const forges = await grade(
    `if (told.includes('${heldOut}')) process.getBuiltinModule('fs').writeSync(3, Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 123, 125]));`,
  );
  for (const id of ['shown', 'hidden']) {
    expect(resultOf(forges, id).evidence).toMatchObject({ error: { code: 'PROTOCOL_VIOLATION' } });
  }
});

test('what a function prints in a hidden call is apart from what it printed before, to the last line', async () => {
  const plain = await loadRubric(
    join(
      writeFiles(makeFolder(), {
        'plain.yaml': `schemaVersion: 1
id: plain
title: Plain
points: 8
networks:
  line:
    inputs: { x: [B, 2] }
    labels: { label: { shape: [B], classes: 2 } }
    parameters: { W: [1, 2] }
    nodes: [{ name: z, op: linear, of: [x, W] }, { name: loss, op: squared-error, of: [z, label] }]
sampleSets:
  shown: { kind: generic, network: line, sizes: { B: 2 }, count: 1, seed: 1 }
  kept: { kind: generic, network: line, sizes: { B: 3 }, count: 1, seed: 2 }
targets:
  forward: { kind: function, file: backprop, export: forward, arguments: [{ W: W }, x], returns: record }
checks:
  - { id: kept, kind: forward, title: K, points: 4, target: forward, network: line, at: [kept], outputs: [{ name: z, of: z, weight: 1 }], purity: 1, visibility: hidden }
  - { id: shown, kind: forward, title: S, points: 4, target: forward, network: line, at: [shown], outputs: [{ name: z, of: z, weight: 1 }], purity: 1 }
`,
      }),
      'plain.yaml',
    ),
  );
  const code = `export function forward({ W }, x) {
  for (let line = 0; line < 400; line += 1) console.log('rows ' + x.shape[0]);
  return { z: x.matMul(W, false, true) };
}`;
  const driver = await chooseDriver('bubblewrap');
  const report = await gradeOne(writeFiles(makeFolder(), { 'backprop.js': code }), { rubric: plain, driver });
  expect(report.verdict).toMatchObject({ earned: 8 });
  expect(report.output.stdout).toMatch(/^(rows 2\n)+$/);
  expect(report.output.hidden?.stdout).toMatch(/^(rows 3\n)+$/);
});
