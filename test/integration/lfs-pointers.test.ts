/** Repositories cloned without their large files: students' submissions, and the staff's own files. */
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GraderError } from '../../grader/errors.js';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { fewerImages } from '../support/fewer-images.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const pointerTo = (bytes: number, lineEnd = '\n') =>
  ['version https://git-lfs.github.com/spec/v1', `oid sha256:${'ab'.repeat(32)}`, `size ${String(bytes)}`, ''].join(
    lineEnd,
  );

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver(undefined);
});

/** The good submission with these files replaced by pointers. */
async function gradeWith(homework: string, good: string, pointers: readonly string[], lineEnd = '\n') {
  const folder = join(makeFolder(), 'hand-in');
  cpSync(join('submissions', homework, good), folder, { recursive: true });
  for (const file of pointers) writeFileSync(join(folder, file), pointerTo(5000, lineEnd));
  const rubric = await loadRubric(join('rubrics', `${homework}.yaml`));
  const report = await gradeOne(folder, { rubric, driver });
  return new Map(report.results.map(({ id, summary, earned }) => [id, { summary, earned }]));
}

describe('the message to a student says what a pointer is', () => {
  test.each(['\n', '\r\n'])('in the place of code and answers (line ends %j)', async (lineEnd) => {
    const results = await gradeWith('quiz2', 'perfect', ['backprop.ts', 'answers.json'], lineEnd);
    for (const { summary, earned } of results.values()) {
      expect(earned).toBe(0);
      expect(summary).toMatch(/^(?:backprop\.ts|answers\.json) is a pointer of Git LFS.*run "git lfs pull"/);
    }
  });

  test('in place of weights and of a file that must be there', async () => {
    const results = await gradeWith('hw2-circle', 'good', ['deep/weights.bin', 'loss.csv']);
    expect(results.get('files')).toMatchObject({ earned: 0 });
    expect(results.get('files')?.summary).toMatch(/^loss\.csv is a pointer of Git LFS/);
    expect(results.get('deep-limits')?.summary).toMatch(/deep\/weights\.bin is a pointer of Git LFS/);
    expect(results.get('linear-limits')?.earned).toBe(2);
  });

  test('in place of a log, of images and of their labels', async () => {
    const collected = fewerImages('submissions/hw3-supertux/linear/data', 20);
    const [first = ''] = readdirSync(collected).filter((name) => name.endsWith('.png'));
    const data = {
      valid: fewerImages('fixtures/supertux/valid', 20),
      heldout: fewerImages('fixtures/supertux/heldout', 20),
    };
    const rubric = await loadRubric('rubrics/hw3-supertux.yaml', { data });
    const checks = rubric.rubric.checks.filter(({ kind }) => kind === 'loss-log' || kind === 'data-set');
    const small = { ...rubric, rubric: { ...rubric.rubric, checks } };
    for (const [pointers, found] of [
      [['loss.csv', `data/${first}`], /it is a pointer of Git LFS/],
      [['loss.csv', 'data/labels.csv'], /is a pointer of Git LFS and not the file itself/],
    ] as const) {
      const folder = join(makeFolder(), 'hand-in');
      cpSync('submissions/hw3-supertux/linear/loss.csv', join(folder, 'loss.csv'));
      cpSync(collected, join(folder, 'data'), { recursive: true });
      for (const file of pointers) writeFileSync(join(folder, file), pointerTo(5000));
      const { results } = await gradeOne(folder, { rubric: small, driver });
      expect(results.find(({ kind }) => kind === 'loss-log')?.summary).toMatch(/^loss\.csv is a pointer of Git LFS/);
      expect(JSON.stringify(results.find(({ kind }) => kind === 'data-set')?.evidence)).toMatch(found);
    }
  }, 60_000);
});

describe('staff get an error, and nothing is graded', () => {
  test('of an archive', async () => {
    const rubric = await loadRubric('rubrics/quiz2.yaml');
    for (const name of ['alice.zip', 'alice.tar.gz']) {
      const path = join(writeFiles(makeFolder(), { [name]: pointerTo(5000) }), name);
      await expect(gradeOne(path, { rubric, driver })).rejects.toMatchObject({
        code: 'USAGE',
        message: `${name} is a pointer of Git LFS and not the file itself`,
        advice: expect.stringContaining('git lfs pull') as unknown,
      });
    }
  });

  const IMAGES = `schemaVersion: 1
id: own
title: Own
points: 4
targets: { net: { kind: model, path: net/model.json, input: [4, 4, 3], outputs: [2] } }
data: { heldout: { kind: images, path: images, classes: [a, b], side: 4 } }
checks:
  - { id: acc, kind: accuracy, title: A, points: 4, target: net, data: heldout, ramp: { from: 0.5, to: 0.9 } }
`;
  const POINTS = IMAGES.replace('[4, 4, 3]', '[2]').replace(
    '{ kind: images, path: images, classes: [a, b], side: 4 }',
    '{ kind: point-in-circle, seed: 1, count: 4, center: [0, 0], radius: 1, box: { low: -2, high: 2 } }',
  );
  const pointer = pointerTo(5000);

  test.each<[string, Record<string, string>, string, Record<string, string>, RegExp]>([
    ['rubric', { 'r.yaml': pointer }, 'RUBRIC_INVALID', {}, /r\.yaml is a pointer/],
    ['labels', { 'r.yaml': IMAGES, 'images/labels.csv': pointer }, 'DATA_MISSING', {}, /labels\.csv is a pointer/],
    [
      'images',
      { 'r.yaml': IMAGES, 'images/labels.csv': 'file,label\n0.png,a\n', 'images/0.png': pointer },
      'DATA_MISSING',
      {},
      /0\.png is a pointer/,
    ],
    ['records', { 'r.yaml': IMAGES, 'images/test.dat': pointer }, 'DATA_MISSING', {}, /test\.dat is a pointer/],
    [
      'points',
      { 'r.yaml': POINTS, 'own/points.csv': pointer },
      'DATA_MISSING',
      { heldout: 'own' },
      /points\.csv is a pointer/,
    ],
  ])('%s', async (_, files, code, data, sentence) => {
    const folder = writeFiles(makeFolder(), files);
    const folders = Object.fromEntries(Object.entries(data).map(([name, path]) => [name, join(folder, path)]));
    const error: unknown = await loadRubric(join(folder, 'r.yaml'), { data: folders }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(GraderError);
    expect(error).toMatchObject({
      code,
      fault: 'instructor',
      advice: expect.stringContaining('git lfs pull') as unknown,
    });
    expect(String(error)).toMatch(sentence);
  });
});
