/** What students get of a report: every byte is searched for what belongs to checks that they may not see yet. */
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forStudents, reportForStudents } from '../../../grader/report/for-students.js';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { kindNamed } from '../../../grader/kinds/index.js';
import type { Evidence, GradeReport } from '../../../grader/schema/report.js';
import { findReportProblems } from '../../../grader/schema/validate.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { pictureOf } from '../../../grader/tensor/picture.js';
import { fileCheck, makeReport } from '../../support/reports.js';

/** Numbers and words of evidence that would tell a hidden input, label or value. */
interface Secrets {
  readonly number: number;
  readonly word: string;
  readonly pixels: Uint8Array;
}

const secrets = fc.record({
  number: fc.integer({ min: 100_000_000, max: 999_999_999 }),
  word: fc.string({ unit: fc.constantFrom(...Array.from('bcdfghjklmnpqrstvwxz')), minLength: 12, maxLength: 12 }),
  pixels: fc.uint8Array({ minLength: 48, maxLength: 48 }),
});

/** Evidence of each kind with secrets wherever it can have some. */
function evidenceWith({ number, word, pixels }: Secrets): readonly Evidence[] {
  const tensor = { shape: [1], values: [number] };
  const picture = pictureOf({ width: 4, height: 4, channels: 3, pixels });
  const difference = {
    worst: [{ at: [0], got: number, expected: number }],
    map: { rows: 1, columns: 1, values: [[number]] },
  };
  const beside = { sample: word, got: tensor, expected: tensor, difference };
  const finding = { file: word, row: number, found: word, twin: word, pictures: [picture, picture], course: picture };
  const curve = { steps: [number], values: [number] };
  return [
    {
      ...{ type: 'comparison', calls: 1, firstWrong: 'dz1', graph: { inputs: [word], nodes: [] } },
      outputs: [
        {
          ...{ name: 'dz1', verdict: 'different', error: 0.5, earned: 0, possible: 1, sentence: 'differs' },
          ...{ notes: [], beside },
        },
      ],
      samples: [{ id: word, seed: number, inputs: { x: tensor } }],
    },
    {
      ...{ type: 'accuracy', correct: 1, total: 2, interval: { lower: 0, upper: 1, level: 0.95 } },
      ...{ ramp: { from: 0, to: 1 }, perClass: [{ label: number, correct: number, total: number }] },
      ...{ confusion: [[number]], classes: [word], data: { name: 'heldout', digest: word } },
      misclassified: [{ index: number, label: number, predicted: number, picture }],
      decisionMap: {
        ...{ x: [number, number], y: [number, number], cells: [String(number)] },
        points: [{ x: number, y: number, label: number, right: true }],
      },
    },
    {
      ...{ type: 'data-set', classes: ['a'], splits: [], rules: [] },
      groups: [
        { code: 'course-image', title: 'Image of the course', mend: 'Remove it', count: 1, examples: [finding] },
      ],
    },
    {
      ...{ type: 'loss-log', rows: 30, train: 'still decreasing', valid: null, stopAt: null },
      curve: { train: curve, valid: curve },
    },
    {
      ...{ type: 'segmentation', images: 1, pixels: 2, ignored: 0, correct: 1, undecided: 0, mean: 0.5 },
      ...{ ramp: { from: 0, to: 1 }, confusion: [[number]], data: { name: 'heldout', digest: word } },
      perClass: [{ name: word, intersection: number, union: number, iou: 0.5, colour: '#000000' }],
      examples: [
        { index: number, correct: number, pixels: number, image: picture, truth: picture, predicted: picture },
      ],
    },
    { type: 'of a later version', values: [number, word] } as unknown as Evidence,
  ];
}

/** The kind that gives each of these. */
const KINDS = ['gradient', 'accuracy', 'data-set', 'loss-log', 'segmentation', 'of a later version'];

function reportWith(
  evidence: readonly Evidence[],
  { number, word }: Secrets,
  visibility: 'visible' | 'hidden',
): GradeReport {
  const checks = evidence.map((_one, index) => fileCheck(`c${String(index)}`, 2, { visibility }));
  const judged = evidence.map(
    (one, index) => [`c${String(index)}`, { earned: 1, summary: 'half', evidence: one }] as const,
  );
  const report = makeReport({
    notes: [
      { audience: 'staff', text: word },
      { audience: 'system', text: word },
      { audience: 'student', text: 'a remark' },
    ],
  });
  return {
    ...report,
    rubric: { ...report.rubric, seed: number },
    results: scoreChecks(checks, new Map(judged)).map((result, index) => ({ ...result, kind: KINDS[index] ?? '' })),
    output: { stdout: 'out', stderr: 'err', hidden: { stdout: word, stderr: word } },
    environment: { ...report.environment, seeds: { [word]: [number] } },
  };
}

/** The text itself, and all that is packed in it: base64, and within it the pixels of PNG files. */
function unpacked(text: string): readonly Buffer[] {
  const packed = [...text.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].map(([word]) => Buffer.from(word, 'base64'));
  const pixels = packed.flatMap((bytes) => {
    const at = bytes.indexOf('IDAT');
    return at < 0 ? [] : [inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)))];
  });
  return [Buffer.from(text), ...packed, ...pixels];
}

function tells(value: unknown, { number, word, pixels }: Secrets): boolean {
  // each row of a PNG file begins with the number of its filter
  const needles = [Buffer.from(String(number)), Buffer.from(word), Buffer.from(pixels.subarray(0, 12))];
  return unpacked(JSON.stringify(value)).some((bytes) => needles.some((needle) => bytes.includes(needle)));
}

describe('checks that are not visible yet', () => {
  test('leave no number, word or pixel of their evidence in what students get', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const report = reportWith(evidenceWith(secret), secret, 'hidden');
        expect(tells(report, secret)).toBe(true);
        expect(tells(reportForStudents(report), secret)).toBe(false);
        expect(tells(toGradescope(report), secret)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
  test('the search finds each of the secrets, wherever it is packed', () => {
    const secret = {
      number: 123456789,
      word: 'bcdfghjklmnp',
      pixels: Uint8Array.from({ length: 48 }, (_, at) => 7 * at),
    };
    const { png } = pictureOf({ width: 4, height: 4, channels: 3, pixels: secret.pixels });
    for (const value of [
      secret.number,
      secret.word,
      png,
      Buffer.from(`xxxxxxxxxxxx ${secret.word} yyy`).toString('base64'),
    ]) {
      expect(tells({ value }, secret)).toBe(true);
    }
    expect(tells({ value: 'other' }, secret)).toBe(false);
  });
  test('keep verdicts, points and counts, in the form of their schema', () => {
    const secret = { number: 1, word: 'w', pixels: new Uint8Array(48) };
    const known = evidenceWith(secret).slice(0, 5);
    const told = known.map((evidence, index) => kindNamed(KINDS[index] ?? '')?.evidence.hidden(evidence));
    expect(told[0]).toMatchObject({
      outputs: [{ name: 'dz1', verdict: 'different', sentence: 'differs', possible: 1 }],
    });
    expect(told[1]).toMatchObject({ correct: 1, total: 2, ramp: { from: 0, to: 1 } });
    expect(told[2]).toMatchObject({ groups: [{ code: 'course-image', count: 1, examples: [] }] });
    expect(told[3]).toMatchObject({ rows: 30, train: 'still decreasing' });
    const report = makeReport();
    const [first] = report.results;
    const results = told.map((evidence, index) => ({ ...first, kind: KINDS[index], evidence }));
    expect(findReportProblems({ ...report, results })).toEqual([]);
  });
});

test('of a visible check everything stays, but for what is for staff', () => {
  const secret = { number: 123456789, word: 'bcdfghjklmnp', pixels: new Uint8Array(48) };
  const report = reportWith(evidenceWith(secret), secret, 'visible');
  const told = reportForStudents(report);
  const withoutCourse = JSON.parse(
    JSON.stringify(report.results.slice(0, 5), (key, value: unknown) => (key === 'course' ? undefined : value)),
  ) as unknown;
  expect(told.results.slice(0, 5)).toEqual(withoutCourse);
  // nobody can say what is in it
  expect(told.results[5]?.evidence).toEqual({ type: 'none' });
  expect(told.notes).toEqual([{ audience: 'student', text: 'a remark' }]);
  expect(told.output).toEqual({ stdout: 'out', stderr: 'err' });
  expect(told.rubric).toEqual(report.rubric);
});

test('seeds stay of the sets that a visible check names, whatever hidden ones use', () => {
  const sampled = (id: string): Evidence => ({ type: 'comparison', outputs: [], samples: [{ id, seed: 7 }], calls: 0 });
  const report = makeReport();
  const [visible, hidden] = report.results;
  if (visible === undefined || hidden === undefined) throw new Error('two results');
  const seeds = { open: [7], 'open-2': [7], secret: [7] };
  const results = [
    { ...visible, evidence: sampled('open-0') },
    { ...hidden, evidence: sampled('secret-0') },
  ];
  const told = reportForStudents({ ...report, results, environment: { ...report.environment, seeds } });
  expect(told.environment.seeds).toEqual({ open: [7] });
  expect(forStudents({ results })[1]?.earned).toBe(hidden.earned);
});
