/**
 * A student's text in every part of a report must not affect a terminal or a spreadsheet, or mislead a reader.
 */
import { describe, expect, test } from '@jest/globals';
import { toCsv } from '../../../grader/report/csv.js';
import { renderClass } from '../../../grader/report/class-summary.js';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import type { Evidence } from '../../../grader/schema/report.js';
import { findReportProblems } from '../../../grader/schema/validate.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 80, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };

/** Clears the screen, sets the title, rings, goes back, a C1 escape, turns the direction, ends a line. */
const HOSTILE = 'a\u001b[2J\u001b]0;title\u0007\b\u009b31mb\u202ec\u2066d\u200fe\u061cf\u2028g\u0000h';
const CONTROLS = new RegExp(
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]',
  'u',
);

const evidence: Evidence = {
  type: 'comparison',
  outputs: [
    {
      name: 'z1',
      verdict: 'unusable',
      error: null,
      earned: 0,
      possible: 4,
      sentence: `is ${HOSTILE}`,
      notes: [HOSTILE],
    },
  ],
  samples: [],
  calls: 1,
  error: { code: 'RUNTIME_ERROR', message: HOSTILE, file: HOSTILE, frame: `1 | ${HOSTILE}\n  | ^` },
};
const results = scoreChecks([fileCheck('one', 4)], new Map([['one', { ...judgement(1, HOSTILE, HOSTILE), evidence }]]));
const report = makeReport({
  id: HOSTILE,
  results,
  submitters: [{ name: HOSTILE, email: HOSTILE, id: HOSTILE }],
  notes: [{ audience: 'student', text: HOSTILE }],
  observations: {
    outcomes: new Map(),
    models: new Map(),
    stdout: `${HOSTILE}\n\tindented`,
    stderr: HOSTILE,
    hidden: { stdout: HOSTILE, stderr: HOSTILE },
    backends: [],
    remarks: [],
    usage: { cpuMs: 1, peakMemoryBytes: 1, workers: 1 },
  },
});

/** All strings in plain data. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('hostile text', () => {
  test.each<[string, () => readonly string[]]>([
    ['report.json', () => textsOf(report)],
    ['results.json', () => textsOf(toGradescope(report))],
    ['scores.csv', () => [toCsv([report])]],
    ['the terminal', () => [renderReport(report, plain)]],
    ['the summary of a class', () => [renderClass([report, report], plain)]],
  ])('is harmless in %s, and still there to be read', (_name, texts) => {
    const all = texts();
    expect(all.filter((text) => CONTROLS.test(text))).toEqual([]);
    expect(all.join('\n')).toContain('a\\u{1b}[2J\\u{1b}]0;title\\u{7}\\u{8}\\u{9b}31mb\\u{202e}c\\u{2066}d');
  });
  test('a report with it still fits its schema', () => {
    expect(findReportProblems(report)).toEqual([]);
  });
  test('lines and tabs of printed output are kept', () => {
    expect(report.output.stdout).toMatch(/\n\tindented$/);
  });
  test('text in any language and emoji stay as they are', () => {
    for (const text of ['Zoë', 'Ünïcödé', '王小明', 'שלום', 'مرحبا', '👩🏽‍🎓', 'a\u00adb']) {
      expect(makeReport({ notes: [{ audience: 'student', text }] }).notes[0]?.text).toBe(text);
    }
  });
});
