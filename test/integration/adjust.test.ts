/** Points that staff change in the folder of a run: what is kept, what is refused, and what is taken back. */
import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readLines } from '../../grader/batch/journal-lines.js';
import { sha256 } from '../../grader/kept/digest.js';
import { adjust, type AdjustRequest } from '../../grader/changes/adjust.js';
import { readAudit } from '../../grader/decided/audit.js';
import { Changing } from '../../grader/changes/changing.js';
import { publish } from '../../grader/changes/publish.js';
import { writeAdjustment } from '../../grader/decided/adjustment-lines.js';
import { toJson } from '../../grader/report/writers/files.js';
import { ungradedChecks } from '../../grader/score/score.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { makeRun, REPORT, reportIn, textIn } from '../support/kept-run.js';
import { openReport } from '../support/open-report.js';
import { fileCheck, makeReport } from '../support/reports.js';

afterAll(removeFolders);

const NOW = new Date('2018-10-01T00:00:00.000Z');
const request = (change: AdjustRequest['change'], more: Partial<AdjustRequest> = {}): AdjustRequest => ({
  ...{ submission: 'ada', check: 'two', change, reason: 'read by hand', author: 'Ann', allowLower: false },
  ...more,
});

async function within<T>(run: string, work: (changing: Changing) => Promise<T>, now = NOW): Promise<T> {
  const changing = await Changing.begin(run, now);
  try {
    return await work(changing);
  } finally {
    await changing.end();
  }
}
const adjustIn = (run: string, ...requests: readonly AdjustRequest[]) =>
  within(run, async (changing) => {
    const marks = [];
    for (const one of requests) marks.push(await adjust(changing, one));
    return marks;
  });
const entryIn = (run: string, id: string) => readLines(textIn(run, 'journal.jsonl')).read.entries.get(id);
const filesIn = (run: string, id: string) =>
  Object.fromEntries(
    ['report.json', 'results.json', 'report.html'].map((name) => [name, textIn(run, 'reports', id, name)]),
  );

describe('an adjustment', () => {
  test('is in the report, the pages, the scores, the journal and the trail', async () => {
    const run = await makeRun({ ada: REPORT, bob: REPORT }, { missing: [{ id: 'eve', name: 'Eve' }] });
    await adjustIn(run, request({ points: 5 }));
    expect(reportIn(run, 'ada').verdict).toMatchObject({ earned: 9, machine: { earned: 5.5 } });
    expect(entryIn(run, 'ada')).toMatchObject({
      ...{ submission: 'f', inputs: 'i', outside: 'o' },
      report: sha256(textIn(run, 'reports', 'ada', 'report.json')),
    });
    const scores = textIn(run, 'scores.csv');
    expect(scores).toMatch(/^ada,.*,two from 1.5 to 5,4,5$/m);
    // who handed in nothing is still listed
    expect(scores).toMatch(/^eve,Eve,.*missing/m);
    expect(textIn(run, 'index.html')).toContain('adjusted: two from 1.5 to 5');
    expect(textIn(run, 'index.html')).toContain('handed in nothing');
    const { lines, damage } = await readAudit(run);
    expect(damage).toEqual([]);
    expect(lines).toEqual([
      {
        ...{ number: 1, at: NOW.toISOString(), action: 'adjust', by: 'Ann' },
        details: { submission: 'ada', check: 'two', reason: 'read by hand', points: 5, before: 1.5, after: 5 },
      },
    ]);
  });
  test('is undone to the very bytes of everything that was there', async () => {
    const run = await makeRun({ ada: REPORT, bob: REPORT });
    const before = filesIn(run, 'ada');
    await adjustIn(run, request({ points: 5 }), request({ by: 2 }, { check: 'one' }), request({ by: -1 }));
    expect(filesIn(run, 'ada')).not.toEqual(before);
    await adjustIn(run, request('undo'), request('undo', { check: 'one' }));
    expect(filesIn(run, 'ada')).toEqual(before);
    expect(textIn(run, 'scores.csv')).not.toContain('machine_earned');
    expect((await readAudit(run)).lines.map(({ action }) => action)).toEqual([
      ...['adjust', 'adjust', 'adjust', 'undo', 'undo'],
    ]);
  });
  test('keeps every report that was there', async () => {
    const run = await makeRun({ ada: REPORT });
    const before = textIn(run, 'reports', 'ada', 'report.json');
    await adjustIn(run, request({ points: 5 }), request({ points: 6 }));
    expect(textIn(run, 'reports', 'ada', 'earlier', '0001.json')).toBe(before);
    expect(readdirSync(join(run, 'reports', 'ada', 'earlier'))).toEqual(['0001.json', '0002.json']);
  });
  test('by some points counts from what the grader gave, is clipped, and says so', async () => {
    const run = await makeRun({ ada: REPORT });
    const [first, again, clipped] = await adjustIn(run, request({ by: 2 }), request({ by: 2 }), request({ by: 9 }));
    expect([first, again, clipped].map((mark) => mark?.after?.earned)).toEqual([3.5, 3.5, 6]);
    expect(clipped?.remarks).toEqual(['ada: the adjustment of two asks for 10.5 of 6 points: 6 count']);
  });
  test('of a check that was left ungraded makes it count', async () => {
    const results = ungradedChecks([fileCheck('two', 6)], 'no room');
    const run = await makeRun({ ada: makeReport({ results }) });
    await expect(adjustIn(run, request({ by: 1 }))).rejects.toThrow('two of ada is not graded');
    await adjustIn(run, request({ points: 4 }));
    expect(reportIn(run, 'ada').verdict).toMatchObject({ status: 'graded', earned: 4, machine: { earned: null } });
    expect(entryIn(run, 'ada')?.status).toBe('graded');
    await adjustIn(run, request('undo'));
    expect(entryIn(run, 'ada')?.status).toBe('ungraded');
  });
  test('of points that are given by hand makes the submission final, and undone it is open again', async () => {
    const run = await makeRun({ ada: openReport(), bob: openReport() });
    const before = filesIn(run, 'ada');
    const essay = { check: 'essay' };
    await expect(adjustIn(run, request({ by: 1 }, essay))).rejects.toThrow('there are no points to add to');
    await adjustIn(run, request({ points: 5 }, essay));
    expect(reportIn(run, 'ada').verdict).toMatchObject({ status: 'graded', earned: 10 });
    expect([entryIn(run, 'ada')?.status, entryIn(run, 'bob')?.status]).toEqual(['graded', 'open']);
    expect(textIn(run, 'scores.csv')).toMatch(/^ada,,,,graded,10,10,.*\nbob,,,,open,,10,/m);
    await adjustIn(run, request('undo', essay));
    expect(filesIn(run, 'ada')).toEqual(before);
    expect(entryIn(run, 'ada')?.status).toBe('open');
  });
  test('that was interrupted is in the report with the next one', async () => {
    const run = await makeRun({ ada: REPORT });
    const line = { ...{ submission: 'ada', check: 'one', change: { points: 1 } }, reason: 'r', author: 'a', at: 't' };
    writeFileSync(join(run, 'adjustments.jsonl'), `${writeAdjustment(line)}\n{"cut`);
    await adjustIn(run, request({ points: 2 }));
    expect(reportIn(run, 'ada').results.map(({ earned }) => earned)).toEqual([1, 2]);
  });
  test('shows words as words', async () => {
    const run = await makeRun({ ada: REPORT });
    const reason = '<b>no</b>\n\u202e  line\u001b[31m';
    await adjustIn(run, request({ points: 3 }, { check: 'one', reason }));
    const page = textIn(run, 'reports', 'ada', 'report.html');
    expect(page).toContain('from 4 to 3: &lt;b&gt;no&lt;/b&gt; \\u{202e} line\\u{1b}[31m');
    expect(page).not.toMatch(/\u202e|\u001b/);
  });
});

describe('it is refused, and nothing is written', () => {
  test.each<[string, Partial<AdjustRequest>, string]>([
    ['above possible', { change: { points: 6.5 } }, '--points 6.5: two has from 0 to 6 points'],
    ['below zero', { change: { points: -1 } }, '--points -1: two has from 0 to 6 points'],
    ['not a number', { change: { points: NaN } }, '--points is not a number'],
    ['by no number', { change: { by: NaN } }, '--by is not a number'],
    ['infinite', { change: { points: Infinity } }, '--points is not a number'],
    ['of an unknown check', { check: 'tow' }, 'has no check tow. Did you mean two?'],
    ['without a reason', { reason: ' \n ' }, '--reason is empty'],
    ['with a long one', { reason: 'x'.repeat(1001) }, '--reason has 1001 characters'],
    ['without an author', { author: '' }, '--author is empty'],
    ['undone where there is none', { change: 'undo' }, 'two of ada is not adjusted'],
    ['undone of an unknown check', { change: 'undo', check: 'tow' }, 'has no check tow'],
  ])('%s', async (_name, more, sentence) => {
    const run = await makeRun({ ada: REPORT });
    const before = filesIn(run, 'ada');
    await expect(adjustIn(run, request({ points: 5 }, more))).rejects.toThrow(sentence);
    expect(filesIn(run, 'ada')).toEqual(before);
    for (const name of ['adjustments.jsonl', 'audit.jsonl', 'reports/ada/earlier']) {
      expect(existsSync(join(run, name))).toBe(false);
    }
  });
  test('in a run that is half written, for whoever has no report', async () => {
    const run = await makeRun({ ada: REPORT, bob: REPORT });
    rmSync(join(run, 'reports', 'bob', 'report.json'));
    await expect(adjustIn(run, request({ points: 5 }, { submission: 'bob' }))).rejects.toThrow('was not finished');
    await adjustIn(run, request({ points: 5 }));
    expect(textIn(run, 'index.html')).toContain('bob');
  });
  test('of a report of another version, or that does not fit together', async () => {
    const run = await makeRun({ ada: REPORT, bob: REPORT });
    const path = (id: string) => join(run, 'reports', id, 'report.json');
    writeFileSync(path('ada'), toJson({ ...reportIn(run, 'ada'), schemaVersion: 1 }));
    const edited = reportIn(run, 'bob');
    writeFileSync(path('bob'), toJson({ ...edited, verdict: { ...edited.verdict, earned: 10 } }));
    await expect(adjustIn(run, request({ points: 5 }))).rejects.toThrow('is of version 1');
    await expect(adjustIn(run, request({ points: 5 }, { submission: 'bob' }))).rejects.toThrow('was edited');
  });
  test('in a folder that is no run, which gets no lock', async () => {
    const folder = makeFolder();
    await expect(adjustIn(folder, request({ points: 5 }))).rejects.toMatchObject({ code: 'USAGE' });
    expect(readdirSync(folder)).toEqual([]);
  });
  test('while another process changes the run, which is named', async () => {
    const run = await makeRun({ ada: REPORT });
    await within(run, async () => {
      await expect(adjustIn(run, request({ points: 5 }))).rejects.toThrow(`in use by process ${String(process.pid)}`);
    });
  });
});

test('a report that was edited by hand is kept and told, and is not made trustworthy', async () => {
  const run = await makeRun({ ada: REPORT });
  const report = reportIn(run, 'ada');
  const [first, second] = report.results;
  if (first === undefined || second === undefined) throw new Error('two results');
  const verdict = { ...report.verdict, earned: 7, beforeLate: 7 };
  const edited = toJson({ ...report, verdict, results: [first, { ...second, earned: 3 }] });
  writeFileSync(join(run, 'reports', 'ada', 'report.json'), edited);
  const journal = textIn(run, 'journal.jsonl');
  const [mark] = await adjustIn(run, request({ points: 5 }));
  expect(mark).toMatchObject({ wasEdited: true, before: { earned: 3 }, after: { earned: 5 } });
  expect(textIn(run, 'reports', 'ada', 'earlier', '0001.json')).toBe(edited);
  // a run that is continued grades it again, as it would have before
  expect(textIn(run, 'journal.jsonl')).toBe(journal);
});

describe('a score that is published', () => {
  const published = async (at: string | null) => {
    const run = await makeRun({ ada: REPORT });
    await within(run, (changing) => publish(changing, 'Ann', at));
    return run;
  };
  test('is not lowered, by an adjustment or by undoing one, unless that is meant', async () => {
    const run = await published(null);
    await expect(adjustIn(run, request({ points: 1 }))).rejects.toThrow('would lower two of ada from 1.5 to 1');
    await adjustIn(run, request({ points: 5 }));
    await expect(adjustIn(run, request('undo'))).rejects.toThrow('would lower two of ada from 5 to 1.5');
    await expect(adjustIn(run, request({ by: 3 }))).rejects.toThrow('from 5 to 4.5');
    await adjustIn(run, request('undo', { allowLower: true }));
    await adjustIn(run, request({ points: 1 }, { allowLower: true }));
    expect(reportIn(run, 'ada').results[1]?.earned).toBe(1);
  });
  test('is any other score until the time has come', async () => {
    const run = await published('2018-10-02T00:00:00Z');
    await adjustIn(run, request({ points: 1 }));
    expect(reportIn(run, 'ada').results[1]?.earned).toBe(1);
    const later = within(run, (changing) => adjust(changing, request({ points: 0 })), new Date('2018-10-02T00:00:01Z'));
    await expect(later).rejects.toThrow('the scores are out');
  });
});

test('lines that are damaged or foreign are told and not used', async () => {
  const run = await makeRun({ ada: REPORT });
  await adjustIn(run, request({ points: 5 }));
  appendFileSync(join(run, 'adjustments.jsonl'), '{"submission":"ada","check":"one","change":{"points":0}}\n');
  await within(run, async ({ decisions }) => {
    expect(decisions.damage).toEqual([
      'adjustments.jsonl: line 2 is not a line of adjustments, or was changed: it is not used',
    ]);
    expect([...(decisions.adjustments.get('ada')?.keys() ?? [])]).toEqual(['two']);
    await Promise.resolve();
  });
});
