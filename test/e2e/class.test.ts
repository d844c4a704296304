/** The example classes of Quiz 2 and Homework 2, with the command line: the points of each submission, and what students read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changedRubric } from '../support/changed-rubric.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCli, type CliResult } from '../support/run-cli.js';

/** As shipped, but for how long code that never ends is waited for: 8 s of the processor for each call. */
const QUIZ2 = changedRubric('rubrics/quiz2.yaml', ['points: 100\n', 'points: 100\nlimits: { callSeconds: 1 }\n']);

interface Expected {
  readonly earned: number;
  readonly checks: Readonly<Record<string, number>>;
}

interface Report {
  verdict: { status: string; earned: number };
  results: { id: string; earned: number; summary: string }[];
  timing?: unknown;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const work = makeFolder();
afterAll(removeFolders);

describe.each(['quiz2', 'hw2-circle'])('the example class of %s', (homework) => {
  const folder = join('submissions', homework);
  const out = join(work, homework);
  const expected = readJson(join(folder, 'expected.json')) as Record<string, Expected>;
  let run: CliResult;

  beforeAll(async () => {
    run = await runCli(['batch', folder, '--rubric', homework === 'quiz2' ? QUIZ2 : homework, '--out', out]);
  }, 300_000);

  const reportOf = (name: string) => readJson(join(out, 'reports', name, 'report.json')) as Report;

  test('every submission has an expectation, and the other way round', () => {
    const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });
  test('the run ends well and says where the reports are', () => {
    expect(run.exitCode).toBe(0);
    expect(run.stdout.trim().split('\n').at(-1)).toContain(`${out}/reports`);
  });
  test.each(Object.entries(expected))('%s earns the points that were computed by hand', (name, { earned, checks }) => {
    const report = reportOf(name);
    expect(Object.fromEntries(report.results.map((result) => [result.id, result.earned]))).toEqual(checks);
    expect(report.verdict).toMatchObject({ status: 'graded', earned });
  });
  test('scores.csv has a line for each, with the same points', () => {
    const lines = readFileSync(join(out, 'scores.csv'), 'utf8').trim().split('\n').slice(1);
    const points = lines
      .map((line) => line.split(','))
      .map(([id = '', , , , , earned]): [string, number] => [id, Number(earned)]);
    expect(Object.fromEntries(points)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([id, { earned }]) => [id, earned])),
    );
  });
});

describe('the text for students', () => {
  const summaryOf = (name: string, check: string) => {
    const report = readJson(join(work, 'quiz2', 'reports', name, 'report.json')) as Report;
    return report.results.find(({ id }) => id === check)?.summary ?? '';
  };
  test.each([
    ['forgot-relu-mask', 'backward', 'dz1 is the result if relu passes the gradient on everywhere'],
    ['transposed-dw1', 'backward', 'dW1 is'],
    ['sum-instead-of-mean', 'backward', 'a sum over the batch, but the loss is a mean'],
    ['sign-flipped', 'backward', 'sign flipped'],
    ['bias-missing', 'forward', 'without the biases'],
    ['keeps-state', 'backward-seed', 'adds its results up over calls'],
    ['mutates-inputs', 'backward-seed', 'changes its input W1'],
    ['syntax-error', 'backward', 'backprop.ts:'],
    ['throws', 'backward', '(backprop.ts:'],
    ['infinite-loop', 'backward', 'did not return within 1 s'],
    ['both-ts-and-js', 'forward', 'both backprop.ts and backprop.js'],
    ['answers-invalid-json', 'answers', 'not valid JSON: line'],
    ['column-dw2', 'backward', 'all right; '],
  ])('%s: %s says it', (name, check, text) => {
    expect(summaryOf(name, check)).toContain(text);
  });
});

describe('repetition', () => {
  test('the same submission gives the same bytes, but for its timing', async () => {
    const runs = ['first', 'second'].map((name) => join(work, name));
    for (const out of runs) {
      expect(
        (await runCli(['grade', 'submissions/quiz2/keeps-state', '--rubric', 'quiz2', '--out', out])).exitCode,
      ).toBe(0);
    }
    const [first, second] = runs.map((out) => {
      const report = readJson(join(out, 'report.json')) as Report;
      delete report.timing;
      return JSON.stringify(report);
    });
    expect(first).toBe(second);
  });
});
