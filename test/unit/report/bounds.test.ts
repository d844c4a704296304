/**
 * The bounds of a report, to the note and to the character, and the escaping of text that must not be shown as it is.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boundNotes, boundResults, boundSubmitters } from '../../../grader/report/bounded.js';
import { allPrintable, cutText, printable, printableUpTo } from '../../../grader/report/printable.js';
import { standingOf } from '../../../grader/report/standing.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import type { CheckReport, Note } from '../../../grader/schema/report.js';
import { makeReport } from '../../support/reports.js';

describe('printable', () => {
  test.each([
    ['a\tb\nc', 'a\tb\nc'],
    ['a\u0000\u0007\u001b\r\u007f\u009f', 'a\\u{0}\\u{7}\\u{1b}\\u{d}\\u{7f}\\u{9f}'],
    ['\u0008\u000b', '\\u{8}\\u{b}'],
    ['\u202e\ud800', '\\u{202e}\\u{d800}'],
    ['\u{1F469}\u200d\u{1F393}', '\u{1F469}\u200d\u{1F393}'],
    ['\u00a0\u00e9', '\u00a0\u00e9'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
  test('what is cut ends with an ellipsis and has the length that is allowed', () => {
    expect(cutText('abcde', 5)).toBe('abcde');
    expect(cutText('abcdef', 5)).toBe('abcd\u2026');
    // a pair is not cut in two
    expect(cutText('abc\u{1F600}d', 5)).toBe('abc\u2026');
    expect(cutText('ab\u{1F600}cd', 5)).toBe('ab\u{1F600}\u2026');
    expect(printableUpTo('\u0000'.repeat(5), 10)).toBe('\\u{0}\\u{0}'.slice(0, 9) + '\u2026');
  });
  test('nothing is longer than it may be, and what is clean and short stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, most) => {
        expect(printableUpTo(text, most).length).toBeLessThanOrEqual(most);
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });
  test('plain data keep their form: all text is cleaned, nothing else is touched', () => {
    const data = { a: ['x\u0000', { b: 'yyyy' }], n: 1, none: null, yes: true, not: undefined };
    expect(allPrintable(data, 3)).toEqual({
      a: ['x\\\u2026', { b: 'yy\u2026' }],
      n: 1,
      none: null,
      yes: true,
      not: undefined,
    });
    expect(allPrintable('x'.repeat(1e5))).toHaveLength(1e5);
  });
});

describe('notes', () => {
  const notes = (audience: Note['audience'], count: number) =>
    Array.from({ length: count }, (_, index): Note => ({ audience, text: `${audience} ${String(index)}` }));
  test('a hundred notes for the student alone are kept, the others are counted', () => {
    expect(boundNotes(notes('student', 100))).toEqual(notes('student', 100));
    expect(boundNotes(notes('student', 102))).toEqual([
      ...notes('student', 100),
      { audience: 'student', text: 'and 2 more remarks of this kind' },
    ]);
  });
  test('all for graders stand, in their places', () => {
    const mixed = [...notes('staff', 60), ...notes('student', 101), ...notes('system', 60)];
    const bounded = boundNotes(mixed);
    expect(bounded).toHaveLength(60 + 100 + 60 + 1);
    expect(bounded[159]).toEqual({ audience: 'student', text: 'student 99' });
    expect(bounded[160]).toEqual({ audience: 'system', text: 'system 0' });
    expect(bounded.at(-1)?.text).toBe('and 1 more remarks of this kind');
  });
  test('one of them has 400 characters at most', () => {
    expect(boundNotes([{ audience: 'student', text: 'x'.repeat(400) }])[0]?.text).toBe('x'.repeat(400));
    expect(boundNotes([{ audience: 'student', text: 'x'.repeat(401) }])[0]?.text).toBe(`${'x'.repeat(399)}\u2026`);
  });
});

test('fifty submitters stand, with names of 200 characters', () => {
  const all = Array.from({ length: 60 }, (_, index) => ({ name: `${String(index)} ${'n'.repeat(300)}` }));
  const bounded = boundSubmitters(all);
  expect(bounded).toHaveLength(50);
  expect(bounded[49]?.name).toBe(`49 ${'n'.repeat(196)}\u2026`);
});

describe('outputs', () => {
  const output = (name: string, earned: number, possible: number): OutputEvidence => ({
    ...{ name, verdict: 'match', error: null, earned, possible, sentence: '', notes: [] },
  });
  const bounded = (outputs: readonly OutputEvidence[]) => {
    const evidence = { type: 'comparison', outputs: [...outputs], samples: [], calls: 1 };
    const [result] = boundResults([{ id: 'a', evidence } as unknown as CheckReport]);
    return result?.evidence.type === 'comparison' ? result.evidence.outputs : [];
  };
  const right = (count: number) => Array.from({ length: count }, (_, index) => output(`r${String(index)}`, 1, 1));

  test('250 are listed', () => {
    expect(bounded(right(250))).toEqual(right(250));
  });
  test('of more the first 250, and one line for the others with their points', () => {
    const listed = bounded(right(253));
    expect(listed.slice(0, 250)).toEqual(right(250));
    expect(listed[250]).toEqual({
      ...output('others', 3, 3),
      sentence: '3 more, which are not listed one by one',
    });
    expect(listed).toHaveLength(251);
  });
  test('what loses points is listed first, and stays in its place', () => {
    const all = [...right(252), output('lost', 0.5, 1), output('zero', 0, 1)];
    const listed = bounded(all);
    expect(listed.map(({ name }) => name)).toEqual([...right(248).map(({ name }) => name), 'lost', 'zero', 'others']);
    expect(listed.at(-1)).toMatchObject({ verdict: 'match', earned: 4, possible: 4 });
  });
  test('the line for others that lost points says so', () => {
    const lost = Array.from({ length: 252 }, (_, index) => output(`l${String(index)}`, 0.25, 1));
    expect(bounded(lost).at(-1)).toMatchObject({ name: 'others', verdict: 'different', earned: 0.5, possible: 2 });
  });
  test('rounding earns no more than is possible', () => {
    const odd = Array.from({ length: 253 }, (_, index) => output(`o${String(index)}`, 0.33334, 0.33333));
    const last = bounded(odd).at(-1);
    expect(last?.earned).toBe(1);
    expect(last?.possible).toBe(1);
  });
  test('no point is lost by it, however many there are', () => {
    const quarter = fc.integer({ min: 0, max: 4 }).map((number) => number / 4);
    fc.assert(
      fc.property(fc.array(quarter, { minLength: 240, maxLength: 300 }), (all) => {
        const sum = (outputs: readonly OutputEvidence[]) => outputs.reduce((total, { earned }) => total + earned, 0);
        const outputs = all.map((earned, index) => output(String(index), earned, 1));
        expect(sum(bounded(outputs))).toBe(sum(outputs));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the text of all results together', () => {
  const results = (count: number, characters: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `c${String(index)}`,
      summary: 'x'.repeat(characters),
      evidence: { type: 'none' },
    })) as unknown as CheckReport[];
  const longest = (bounded: readonly CheckReport[]) => Math.max(...bounded.map(({ summary }) => summary.length));
  test.each([
    // all below 800 kB; each step that is needed is the next length
    [1, 4001, 4000],
    [190, 4001, 4000],
    [210, 4001, 1000],
    [700, 4001, 1000],
    [1000, 1001, 250],
    [5000, 251, 60],
    // nothing shorter than the last
    [9000, 61, 20],
  ])('%p summaries of %p characters have %p each', (count, characters, kept) => {
    expect(longest(boundResults(results(count, characters)))).toBe(kept);
  });
});

describe('values and pictures', () => {
  const map = {
    rows: 24,
    columns: 24,
    values: Array.from({ length: 24 }, () => new Array<number>(24).fill(0.1234567)),
  };
  const difference = { worst: [], map };
  const beside = { sample: 's', got: { shape: [576] }, expected: { shape: [576] }, difference };
  const wrong = (name: string): OutputEvidence => ({
    ...{ name, verdict: 'different', error: 1, earned: 0, possible: 1, sentence: 'x'.repeat(300), notes: [], beside },
  });
  const check = (id: string): CheckReport =>
    ({
      ...{ id, kind: 'forward', summary: 's' },
      evidence: {
        ...{ type: 'comparison', samples: [], calls: 1 },
        outputs: Array.from({ length: 24 }, (_, index) => wrong(String(index))),
      },
    }) as unknown as CheckReport;
  const shown = (results: readonly CheckReport[]) =>
    results.flatMap(({ evidence }) => (evidence.type === 'comparison' ? evidence.outputs : []));

  test('are left out from the end where a report would be too large, and no sentence changes', () => {
    const all = Array.from({ length: 6 }, (_, index) => check(`c${String(index)}`));
    const bounded = boundResults(all);
    expect(Buffer.byteLength(JSON.stringify(bounded, null, 2))).toBeLessThan(800_000);
    const kept = shown(bounded).map((output) => output.beside !== undefined);
    const count = kept.filter(Boolean).length;
    expect(count).toBeGreaterThan(24);
    expect(kept).toEqual([...new Array<boolean>(count).fill(true), ...new Array<boolean>(144 - count).fill(false)]);
    expect(shown(bounded).map(({ sentence }) => sentence)).toEqual(shown(all).map(({ sentence }) => sentence));
  });
  test('are kept as they are where there is room: a picture is not cut like text', () => {
    const picture = { width: 32, height: 32, png: 'A'.repeat(5000) };
    const evidence = { type: 'accuracy', misclassified: [{ index: 1, label: 0, predicted: 1, picture }] };
    const one = [{ id: 'a', kind: 'accuracy', summary: 'x'.repeat(5000), evidence }] as unknown as CheckReport[];
    const [bounded] = boundResults(one);
    expect(bounded?.summary).toHaveLength(4000);
    expect(bounded?.evidence).toEqual(evidence);
    expect(boundResults([check('c')])).toEqual([check('c')]);
  });
  test('the output that was wrong first is listed, however many come before it', () => {
    const outputs = Array.from({ length: 300 }, (_, index) => wrong(String(index)));
    const evidence = { type: 'comparison', outputs, samples: [], calls: 1, firstWrong: '299' };
    const [bounded] = boundResults([{ id: 'a', evidence } as unknown as CheckReport]);
    expect(shown([bounded as CheckReport]).map(({ name }) => name)).toContain('299');
  });
});

test('the overview keeps 200 characters of a title, a summary and a hint, the time, and nothing else of a report', () => {
  const report = makeReport();
  const long = {
    ...report,
    results: report.results.map((one) => ({ ...one, title: 't'.repeat(300), summary: 's'.repeat(300) })),
  };
  expect(standingOf(long)).toEqual({
    submission: { id: 'alice', digest: 'd'.repeat(64), submittedAt: null, timeFrom: null, submitters: [] },
    verdict: report.verdict,
    results: [
      { id: 'one', title: 't'.repeat(200), status: 'passed', earned: 4, summary: 's'.repeat(200), isShown: true },
      // of a check that lost points also the hint
      {
        ...{ id: 'two', title: 't'.repeat(200), status: 'partial', earned: 1.5, summary: 's'.repeat(200) },
        hint: 'Which?',
      },
    ],
    timing: { wallMs: report.timing.wallMs },
  });
});
