/** However long a student's text is, and however much of it there is, everything written stays small and valid. */
import { describe, expect, test } from '@jest/globals';
import { renderClass } from '../../../grader/report/class-summary.js';
import { toCsv } from '../../../grader/report/csv.js';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { printable } from '../../../grader/report/printable.js';
import { findNonsense } from '../../../grader/score/sense.js';
import { standingOf } from '../../../grader/report/standing.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import { toJson } from '../../../grader/report/writers/json.js';
import type { Evidence, GradeReport, Note } from '../../../grader/schema/report.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import { findReportProblems } from '../../../grader/schema/validate.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { fileCheck, makeReport } from '../../support/reports.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 80, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };
const MB = 1 << 20;

/** Text that grows most by how it is written: escapes of JSON, three bytes a character, marks that are written out. */
const KINDS = {
  letters: 'x',
  quotes: '"',
  'three bytes': '\u6c34',
  pairs: '\u{1f600}',
  'marks of direction': '\u202e',
  'halves of pairs': '\ud800',
  noncharacters: '\ufffe',
};
const long = (kind: string, characters: number) => kind.repeat(Math.ceil(characters / kind.length));

const outputsOf = (count: number, text: string): OutputEvidence[] =>
  Array.from({ length: count }, (_output, index) => ({
    name: `${String(index)} ${text}`,
    verdict: index % 3 === 0 ? 'different' : 'match',
    error: null,
    earned: index % 3 === 0 ? 0 : 6 / count,
    possible: 6 / count,
    sentence: text,
    notes: [text, text, text],
  }));

/** A class of worst cases: names, messages, keys and outputs, all of one kind of text. */
function worst(text: string, outputs: number, characters: number): GradeReport {
  const error = { code: 'RUNTIME_ERROR' as const, message: text, file: text, line: 1, column: 1, frame: text };
  const checks = Array.from({ length: 6 }, (_check, index) => fileCheck(`c${String(index)}`, 6));
  const evidence: Evidence = { type: 'comparison', outputs: outputsOf(outputs, text), samples: [], calls: 1, error };
  const judged = checks.map(({ id }) => [id, { earned: 4, summary: text, hint: text, evidence }] as const);
  const printed = text.slice(0, characters);
  return makeReport({
    id: text,
    submittedAt: `2018 (${text})`,
    submitters: Array.from({ length: 200 }, () => ({ name: text, id: text, email: text })),
    results: scoreChecks(checks, new Map(judged)),
    notes: Array.from({ length: 300 }, (): Note => ({ audience: 'student', text })),
    observations: {
      ...{ outcomes: new Map(), models: new Map(), remarks: [] },
      ...{ stdout: printed, stderr: printed, hidden: { stdout: printed, stderr: printed } },
      backends: [text],
      usage: { cpuMs: 1, peakMemoryBytes: 1, workers: 1 },
    },
  });
}

describe.each(Object.entries(KINDS))('%s', (_name, kind) => {
  test.each([
    ['a megabyte in every place', MB, 4],
    ['hundreds of outputs', 300, 400],
  ])('%s', (_what, characters, outputs) => {
    // the streams are cut by their bytes before they come here
    const bytes = Buffer.byteLength(kind);
    const report = worst(long(kind, characters), outputs, Math.floor((64 << 10) / bytes) * kind.length);
    expect(findReportProblems(report)).toEqual([]);
    expect(findNonsense(report)).toEqual([]);
    // each is written once: that takes most of the time
    const text = toJson(report);
    const gradescope = toJson(toGradescope(report));
    const rendered = renderReport(report, plain);
    expect(Buffer.byteLength(text)).toBeLessThan(2 * MB);
    expect(Buffer.byteLength(gradescope)).toBeLessThan(2 * MB);
    expect(Buffer.byteLength(toCsv([standingOf(report)]))).toBeLessThan(192 << 10);
    expect(rendered.length).toBeLessThan(2 * MB);
    expect(renderClass([standingOf(report)], plain).length).toBeLessThan(2000);
    for (const written of [text, gradescope, toCsv([report]), rendered]) {
      expect(/[\p{Cs}\p{Noncharacter_Code_Point}]|\\u[dD][89a-fA-F]/u.test(written)).toBe(false);
    }
  });
});

test('the points of outputs that are not listed are in one line', () => {
  const check = fileCheck('one', 6);
  const evidence: Evidence = { type: 'comparison', outputs: outputsOf(3000, 'a'), samples: [], calls: 1 };
  const results = scoreChecks([check], new Map([['one', { earned: 4, summary: 'a', evidence }]]));
  const [listed] = makeReport({ results }).results;
  if (listed?.evidence.type !== 'comparison') throw new Error('no comparison');
  const { outputs } = listed.evidence;
  expect(outputs).toHaveLength(251);
  expect(outputs.at(-1)?.sentence).toBe('2750 more, which are not listed one by one');
  expect(outputs.slice(0, 250).every(({ verdict }) => verdict === 'different')).toBe(true);
  expect(outputs.reduce((sum, { earned }) => sum + earned, 0)).toBeCloseTo(4, 6);
  expect(outputs.reduce((sum, { possible }) => sum + possible, 0)).toBeCloseTo(6, 6);
});

test('what staff should see is kept, however much is shown to the student', () => {
  const info = Array.from({ length: 500 }, (_note, index): Note => ({
    audience: 'student',
    text: `left out ${String(index)}`,
  }));
  const { notes } = makeReport({
    notes: [...info, { audience: 'staff', text: 'look' }, { audience: 'system', text: 'gap' }],
  });
  expect(notes.map(({ text }) => text).slice(-3)).toEqual(['look', 'gap', 'and 400 more remarks of this kind']);
  expect(notes).toHaveLength(103);
});

test('a class may have more submissions than a function takes arguments', () => {
  const standing = standingOf(makeReport());
  const lines = renderClass(new Array<typeof standing>(130_000).fill(standing), plain);
  expect(lines).toContain('130000 submissions, mean 5.5');
});

test('halves of pairs and noncharacters are written out, whole characters stay', () => {
  expect(printable('a\ud83d b\udc00 \ufffe\uffff\u{1fffe}\ufdd0 \u{1f600}')).toBe(
    'a\\u{d83d} b\\u{dc00} \\u{fffe}\\u{ffff}\\u{1fffe}\\u{fdd0} \u{1f600}',
  );
});
