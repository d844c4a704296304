/** The parts of a report for staff, students and Gradescope. */
import { describe, expect, test } from '@jest/globals';
import { forStudents } from '../../../grader/report/for-students.js';
import { explain, toGradescope } from '../../../grader/report/gradescope.js';
import { withoutHiddenText } from '../../../grader/report/hidden-text.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import type { CheckReport, Evidence } from '../../../grader/schema/report.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const output = (name: string, more: Partial<OutputEvidence> = {}): OutputEvidence => ({
  ...{ name, verdict: 'match', error: null, earned: 1, possible: 1, sentence: `says ${name}`, notes: [] },
  ...more,
});
const comparison = (...outputs: OutputEvidence[]): Evidence => ({ type: 'comparison', outputs, samples: [], calls: 1 });
const result = (more: Partial<CheckReport> = {}): CheckReport => ({
  ...{ id: 'a', title: 'A', kind: 'gradient', possible: 2, visibility: 'visible', status: 'partial', earned: 1 },
  ...{ summary: 'said', evidence: { type: 'none' } },
  ...more,
});

describe('the lines of one result', () => {
  test('outputs that lost points with their sentences, all with their notes, then the code and the hint', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'm', frame: '> 1 | x\n  2 | y' } as const;
    const evidence = {
      ...comparison(
        output('right'),
        output('noted', { notes: ['n1', 'n2'] }),
        output('half', { earned: 0.5, sentence: 'two\nlines', notes: ['n3'] }),
      ),
      error,
    } as Evidence;
    expect(explain(result({ summary: 'one\ntwo', evidence, hint: 'Why?' }))).toEqual([
      'one\n    two',
      '  noted: n1',
      '  noted: n2',
      '  half: two\n    lines',
      '  half: n3',
      '> 1 | x',
      '  2 | y',
      'Hint: Why?',
    ]);
  });
  test('an error without its line of code, and no evidence', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'm' } as const;
    expect(explain(result({ evidence: { type: 'error', error } }))).toEqual(['said']);
    expect(explain(result({ evidence: { type: 'error', error: { ...error, frame: 'x' } } }))).toEqual(['said', 'x']);
    expect(explain(result())).toEqual(['said']);
  });
});

describe('results of Gradescope', () => {
  test('carry what a program needs to find a result again', () => {
    const report = makeReport();
    const visible = { ...report, results: report.results.slice(0, 1) };
    expect(toGradescope(visible)).toMatchObject({
      visibility: 'visible',
      extra_data: { digest: 'd'.repeat(64), rubric: '0'.repeat(64), status: 'graded', beforeLate: 5.5 },
    });
    expect(toGradescope(report).extra_data).not.toHaveProperty('beforeLate');
    expect(toGradescope(report).tests.map(({ number, extra_data: data }) => [number, data])).toEqual([
      ['1', { id: 'one', kind: 'files', status: 'passed' }],
      ['2', { id: 'two', kind: 'files', status: 'partial' }],
    ]);
  });
  test('remarks stand on lines of their own', () => {
    const notes = [
      { audience: 'student', text: 'n1' },
      { audience: 'student', text: 'n2' },
    ] as const;
    expect(toGradescope(makeReport({ notes })).output).toBe('n1\nn2');
    const results = ungradedChecks([fileCheck('a', 3)], 'no room');
    expect(toGradescope(makeReport({ notes, results })).output).toBe(
      'Not graded yet: the grader itself had a problem, which costs no points. Staff will grade this again.\nn1\nn2',
    );
  });
});

describe('what students read', () => {
  test('a fault of the grader is shown as such, without evidence or hint', () => {
    const [told] = forStudents({ results: [result({ status: 'ungraded', earned: null, hint: 'Why?' })] });
    expect(told).toEqual({
      ...result({ status: 'ungraded', earned: null }),
      summary: 'not graded yet: the grader itself had a problem, and no points are lost',
    });
  });
  test('a result that only reads like one that was skipped stays as it is', () => {
    const checks = [fileCheck('s', 4, { visibility: 'hidden' })];
    const [hidden] = scoreChecks(checks, new Map([['s', judgement(0)]]));
    const same = result({
      status: 'failed',
      earned: 0,
      summary: 'not graded: it needs "Check s" (s), which earned nothing',
    });
    if (hidden === undefined) throw new Error('no result');
    expect(forStudents({ results: [hidden, same] })[1]).toEqual(same);
  });
});

describe('a check that is not visible', () => {
  const hidden = (evidence: Evidence, more: Partial<CheckReport> = {}) =>
    withoutHiddenText(result({ visibility: 'hidden', evidence, ...more }));
  const failure = (code: string) =>
    ({ type: 'error', error: { code, message: 'SECRET', file: 'SECRET', line: 3, frame: 'SECRET' } }) as Evidence;
  const FIXED = (code: string) =>
    `failed with ${code}; what was said is kept for staff, because this check is not a visible one`;

  test.each(['RUNTIME_ERROR', 'EXPORT_MISSING', 'COMPILE_ERROR'])('%s keeps no word of a student', (code) => {
    expect(hidden(failure(code))).toEqual(
      result({
        visibility: 'hidden',
        summary: FIXED(code),
        evidence: { type: 'error', error: { code, message: FIXED(code) } } as Evidence,
      }),
    );
  });
  test.each([
    ...['TIME_LIMIT', 'MEMORY_LIMIT', 'OUTPUT_LIMIT', 'PROTOCOL_VIOLATION', 'MISSING_FILE', 'MODEL_REJECTED'],
    ...['TOO_LARGE', 'ANSWER_INVALID', 'PATH_ESCAPE', 'BAD_ARCHIVE'],
  ])('%s is in the words of the grader and stays', (code) => {
    const kept = result({ visibility: 'hidden', evidence: failure(code) });
    expect(withoutHiddenText(kept)).toEqual(kept);
  });
  test('a visible one is unchanged', () => {
    const visible = result({ evidence: failure('RUNTIME_ERROR') });
    expect(withoutHiddenText(visible)).toBe(visible);
  });
  test('so does a kind that does not quote students, but not an unknown one', () => {
    const files = result({ visibility: 'hidden', kind: 'files', evidence: failure('RUNTIME_ERROR') });
    expect(withoutHiddenText(files)).toBe(files);
    const unknown = result({ visibility: 'hidden', kind: 'unheard-of', evidence: failure('RUNTIME_ERROR') });
    expect(withoutHiddenText(unknown).summary).toBe(FIXED('RUNTIME_ERROR'));
  });
  test('sentences that quote are replaced, and their notes left out; the others stand', () => {
    const numbers = output('fine', { verdict: 'different', notes: ['kept'] });
    const told = hidden(
      comparison(
        output('m', { verdict: 'missing', sentence: 'SECRET' }),
        output('u', { verdict: 'unusable', sentence: 'SECRET', notes: ['SECRET'] }),
        output('i', { verdict: 'impure', sentence: 'SECRET' }),
        numbers,
      ),
    );
    expect(told.summary).toBe(
      'm is missing; u is not numbers; i shows that the function keeps state or changes what it is given',
    );
    expect(told.evidence).toEqual(
      comparison(
        output('m', { verdict: 'missing', sentence: 'is missing' }),
        output('u', { verdict: 'unusable', sentence: 'is not numbers' }),
        output('i', {
          verdict: 'impure',
          sentence: 'shows that the function keeps state or changes what it is given',
        }),
        numbers,
      ),
    );
  });
  test('a comparison that quotes nothing keeps its summary', () => {
    const kept = result({ visibility: 'hidden', evidence: comparison(output('z', { verdict: 'different' })) });
    expect(withoutHiddenText(kept)).toEqual(kept);
    expect(hidden({ type: 'none' }).summary).toBe('said');
  });
  test('a comparison whose calls failed has the error cleaned, and its outputs', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'SECRET', frame: 'SECRET' } as const;
    const evidence = { ...comparison(output('m', { verdict: 'missing', sentence: 'SECRET' })), error } as Evidence;
    const told = hidden(evidence);
    expect(JSON.stringify(told)).not.toContain('SECRET');
    expect(told).toMatchObject({
      summary: FIXED('RUNTIME_ERROR'),
      evidence: {
        error: { code: 'RUNTIME_ERROR', message: FIXED('RUNTIME_ERROR') },
        outputs: [{ sentence: 'is missing' }],
      },
    });
  });
});

describe('a report as it is built', () => {
  test('one check without a number makes the whole ungraded, and the points of all stay possible', () => {
    const results = [
      ...ungradedChecks([fileCheck('a', 3)], 'a fault'),
      ...scoreChecks([fileCheck('b', 4)], new Map([['b', judgement(4)]])),
    ];
    expect(makeReport({ results }).verdict).toEqual({
      ...{ status: 'ungraded', earned: null, possible: 7, beforeLate: null, late: null },
    });
  });
  test('output during hidden checks is separate, if there was any', () => {
    const observed = (stdout: string, stderr: string) =>
      makeReport({
        observations: {
          ...{ outcomes: new Map(), models: new Map(), driver: 'process', remarks: [], backends: ['m: cpu'] },
          ...{ stdout: 'out', stderr: 'err', hidden: { stdout, stderr } },
          usage: { cpuMs: 2.6, peakMemoryBytes: 3, workers: 4 },
        },
      });
    const shown = { stdout: 'out', stderr: 'err' };
    expect(observed('', '').output).toEqual(shown);
    expect(observed('h', '').output).toEqual({ ...shown, hidden: { stdout: 'h', stderr: '' } });
    expect(observed('', 'h').output).toEqual({ ...shown, hidden: { stdout: '', stderr: 'h' } });
    expect(observed('', '').environment.backends).toEqual(['m: cpu']);
    expect(observed('', '').timing).toMatchObject({ wallMs: 12, workerCpuMs: 3, peakMemoryBytes: 3, workers: 4 });
  });
  test('if nothing was run, there is no output, no backend and no time of a worker', () => {
    const report = makeReport();
    expect(report.output).toEqual({ stdout: '', stderr: '' });
    expect(report.environment.backends).toEqual([]);
    expect(report.timing).toMatchObject({ workerCpuMs: 0, peakMemoryBytes: 0, workers: 0 });
  });
  test('seeds stand by their sample sets, and that of the rubric where it was moved', () => {
    expect(makeReport().environment.seeds).toEqual({ seed: [], generic: [] });
    expect(makeReport().rubric).not.toHaveProperty('seed');
    const rubric = makeResolvedRubric([fileCheck('one', 4)]);
    const point = { id: 'p', seed: 7, values: {} };
    const moved = makeReport({
      rubric: { ...rubric, seed: 42, sampleSets: new Map([['g', [point, { ...point, seed: null }]]]) },
    });
    expect(moved.rubric.seed).toBe(42);
    expect(moved.environment.seeds).toEqual({ g: [7] });
  });
});
