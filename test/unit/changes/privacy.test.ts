/** What identifies people: found in texts, replaced by pseudonyms, and taken out of the journal and the audit trail. */
import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readLines, withoutId, writeLine, type Line } from '../../../grader/batch/journal-lines.js';
import type { AuditLine } from '../../../grader/decided/audit-lines.js';
import { appendAudit, AUDIT, readAudit, rewriteAudit } from '../../../grader/decided/audit.js';
import { Disguise } from '../../../grader/changes/disguise.js';
import { isAbout, mayNameIn } from '../../../grader/changes/mentions.js';
import { KnownWords } from '../../../grader/changes/known-words.js';
import { keyedDigest, keyIn, pseudonymOf, pseudonymsOf } from '../../../grader/changes/pseudonyms.js';
import { makeFolder, removeFolders } from '../../support/folders.js';
import { makeReport } from '../../support/reports.js';

afterAll(removeFolders);

const KEY = Buffer.alloc(32, 7);

describe('known words', () => {
  const words = new KnownWords(
    new Map([
      ['Ada Lovelace', 'P1'],
      ['ada', 'P2'],
      ['al90071', 'P3'],
      ['7', 'P4'],
      ['Zoë', 'P5'],
    ]),
  );
  test.each([
    ['by Ada Lovelace', 'by P1'],
    ['ADA LOVELACE and ada', 'P1 and P2'],
    // part of another word
    ['adage, canada', 'adage, canada'],
    ['/home/ada_hw/x', '/home/P2_hw/x'],
    // long with digits: nothing else
    ['xal90071y', 'xP3y'],
    ['7 of 17', '7 of 17'],
    // with combining characters
    ['Zoe\u0308!', 'P5!'],
    ['', ''],
    ['nobody', 'nobody'],
    // a letter whose lower form is longer
    ['İ ada', 'İ P2'],
  ])('%j', (text, replaced) => {
    expect(words.replaceIn(text)).toBe(replaced);
  });
  test('in plain data, with keys, except where it is not wanted', () => {
    const value = { ada: ['by ada', 3, null], kind: 'ada' };
    expect(words.replaceInAll(value, new Set(['kind']))).toEqual({ P2: ['by P2', 3, null], kind: 'ada' });
  });
  test('10,000 people in a long text take no longer than the text', () => {
    const many = new KnownWords(
      new Map(Array.from({ length: 10_000 }, (_, at) => [`student number ${String(at)}`, 'P'])),
    );
    const text = `${'x student '.repeat(20_000)}student number 123`;
    expect(many.replaceIn(text).endsWith('student P')).toBe(true);
  });
});

describe('pseudonyms', () => {
  test('are made of the keyed digest of the id, whatever its case and form', () => {
    const [c, v] = ['bdfghjklmnprstvz', 'aiou'];
    const digest = createHmac('sha256', KEY).update('zoë').digest();
    const expected = [0, 1, 2].map((group) => {
      const bits = (digest[2 * group] ?? 0) * 256 + (digest[2 * group + 1] ?? 0);
      const binary = bits.toString(2).padStart(16, '0');
      const part = (from: number, to: number) => Number.parseInt(binary.slice(from, to), 2);
      return [c[part(0, 4)], v[part(4, 6)], c[part(6, 10)], v[part(10, 12)], c[part(12, 16)]].join('');
    });
    for (const id of ['Zoë', ' zoë', 'ZOE\u0308']) expect(pseudonymOf(KEY, id)).toBe(expected.join('-'));
    expect(pseudonymOf(Buffer.alloc(32, 8), 'zoë')).not.toBe(expected.join('-'));
  });
  test('of two people are different, also where their short forms are the same', () => {
    const ids = Array.from({ length: 2000 }, (_, at) => `s${String(at)}`);
    // 16 bits: among 2000, some are the same
    const short = new Set(ids.map((id) => pseudonymOf(KEY, id, 1)));
    expect(short.size).toBeLessThan(2000);
    expect(new Set(pseudonymsOf(KEY, ids, 1).values()).size).toBe(2000);
    expect(new Set(pseudonymsOf(KEY, ['A', 'a']).values()).size).toBe(1);
  });
  test('a key is made once, and read again', async () => {
    const path = join(makeFolder(), 'key');
    const made = await keyIn(path);
    expect([made.isNew, made.key.length]).toEqual([true, 32]);
    expect(await keyIn(path)).toEqual({ key: made.key, isNew: false });
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -5));
    await expect(keyIn(path)).rejects.toThrow('is not a key of pseudonyms, or is damaged');
    await expect(keyIn(join(path, 'below'))).rejects.toThrow('cannot write');
  });
  test('a digest that can be compared, and not be recomputed', () => {
    expect(keyedDigest(KEY, 'x')).toBe(keyedDigest(KEY, 'x'));
    expect(keyedDigest(KEY, 'x')).not.toBe(keyedDigest(Buffer.alloc(32), 'x'));
  });
});

describe('a report in disguise', () => {
  const ada = { name: 'Ada Lovelace', id: 'al90071', email: 'ada.l@x.example' };
  const disguise = new Disguise(KEY, [
    { id: 'submission_1', submitters: [ada] },
    { id: 'submission_2', submitters: [ada] },
    { id: 'pair', submitters: [{ name: 'Bo Ek' }, { name: 'Cy Ng' }] },
    { id: 'bare', submitters: [] },
  ]);
  const pseudonym = pseudonymOf(KEY, 'al90071');
  test('has the pseudonym of its owner, also in texts, and nothing that leads back', () => {
    const report = makeReport({
      ...{ id: 'submission_1', submitters: [ada], kept: 'a'.repeat(64) },
      notes: [{ audience: 'staff', text: 'Lovelace_Ada handed in submission_1' }],
    });
    const told = disguise.report(report);
    expect(told.submission).toMatchObject({
      id: pseudonym,
      submitters: [{ name: pseudonym, id: pseudonym, email: `${pseudonym}@pseudonym.invalid` }],
      digest: keyedDigest(KEY, report.submission.digest),
    });
    expect(told.notes[0]?.text).toBe(`${pseudonym} handed in ${pseudonym}`);
    expect(told.environment.observations).toBeUndefined();
    expect(told.verdict).toEqual(report.verdict);
    expect(told.results).toEqual(report.results);
  });
  test('a second submission of one person, a pair and one without an owner have names of their own', () => {
    expect(disguise.submission('submission_1')).toBe(pseudonym);
    for (const id of ['submission_2', 'pair', 'bare']) expect(disguise.submission(id)).toBe(pseudonymOf(KEY, id));
  });
});

describe('in their own report', () => {
  const [ada, bo] = [
    { name: 'Ada M. Loss', id: '7' },
    { name: 'Bo Ek', id: 'bo_1' },
  ];
  const absent = [{ id: 'dora', name: 'Dora Nil', studentId: '90079', email: 'dora.n@x.example', lateDaysLeft: 2 }];
  const disguise = new Disguise(
    KEY,
    [
      { id: '7', submitters: [ada] },
      { id: 'second', submitters: [bo] },
    ],
    absent,
  );
  const [ofAda, ofBo] = [pseudonymOf(KEY, '7'), pseudonymOf(KEY, 'bo_1')];
  const told = (id: string, submitters: readonly object[], text: string) => {
    const [first, ...others] = makeReport().results;
    if (first === undefined) throw new Error('no results');
    const results = [{ ...first, id: 'loss', title: 'The loss', summary: text }, ...others];
    const report = makeReport({ ...{ id, submitters, results }, notes: [{ audience: 'staff' as const, text }] });
    const {
      submission,
      notes,
      output,
      results: after,
    } = disguise.report({
      ...report,
      submission: { ...report.submission, timeRemarks: [text] },
      output: { stdout: text, stderr: '' },
    });
    const [summary, ...texts] = [after[0]?.summary, notes[0]?.text, output.stdout, ...(submission.timeRemarks ?? [])];
    expect(new Set(texts).size).toBe(1);
    return { summary, printed: texts[0], title: after[0]?.title };
  };
  test.each([
    // a first or last name alone, in any case
    ['hello ADA, of ada_hw', `hello ${ofAda}, of ${ofAda}_hw`],
    ['adage', 'adage'],
    // an id of one letter, as a folder or at the beginning of a remark, but not as a number
    ['at /class/7/answers.json:7', `at /class/${ofAda}/answers.json:7`],
    ['7/10 points, 7 of 17, 1.7/x', '7/10 points, 7 of 17, 1.7/x'],
    ['7 fits 2 rows of roster.csv', `${ofAda} fits 2 rows of roster.csv`],
    // of somebody else, it may mean anybody
    ['Bo and Dora Nil, dora.n', `Bo and ${pseudonymOf(KEY, '90079')}, ${pseudonymOf(KEY, '90079')}`],
  ])('%j', (text, expected) => {
    expect(told('7', [ada], text)).toMatchObject({ printed: expected, summary: expected });
  });
  test('a name that a check has too stays where checks tell, but not where code prints', () => {
    expect(told('7', [ada], 'Loss of Ada')).toEqual({
      ...{ summary: `Loss of ${ofAda}`, printed: `${ofAda} of ${ofAda}`, title: 'The loss' },
    });
  });
  test('two letters are looked for in what code prints only', () => {
    expect(told('second', [bo], 'Bo Ek: bo; ek; 7/x')).toEqual({
      ...{ printed: `${ofBo}: ${ofBo}; ${ofBo}; 7/x`, summary: `${ofBo}: bo; ek; 7/x`, title: 'The loss' },
    });
  });
  test('who handed in nothing has the pseudonym that a submission would have', () => {
    const pseudonym = pseudonymOf(KEY, '90079');
    expect(absent.map((one) => disguise.missing(one))).toEqual([
      {
        ...{ id: pseudonym, name: pseudonym, studentId: pseudonym, email: `${pseudonym}@pseudonym.invalid` },
        lateDaysLeft: 2,
      },
    ]);
    const handedIn = new Disguise(KEY, [{ id: 's9', submitters: [{ name: 'Dora Nil', id: '90079' }] }]);
    expect(handedIn.submission('s9')).toBe(pseudonym);
  });
});

describe('what is about a person', () => {
  const person = { id: 's100', words: ['Ada Lovelace'] };
  test.each([
    ['s100', true],
    [{ submission: 's100' }, true],
    [{ reason: 'asked by ada lovelace.' }, true],
    ['s1000', false],
    [{ id: 's10', list: ['other'] }, false],
    [null, false],
  ])('%j: %s', (value, expected) => {
    expect(isAbout(value, person)).toBe(expected);
  });
  test('lines of the journal: the others are kept as they are, in a chain that holds', () => {
    const entry = (id: string, report: string): Line => ({
      ...{ id, submission: 'f', inputs: 'i', report, status: 'graded', because: 'asked' },
    });
    const lines: Line[] = [entry('a', 'r1'), { id: 'b', begun: 'x', inputs: 'i' }, entry('b', 'r2'), entry('c', 'r3')];
    let [text, last] = ['', 'tuxgrade-journal-1'];
    for (const line of lines) {
      const written = writeLine(line, last);
      text += written.text;
      last = written.check;
    }
    const { entries, damage } = readLines(withoutId(text, 'b')).read;
    expect([[...entries.keys()], damage]).toEqual([['a', 'c'], []]);
    expect(withoutId(text, 'b')).toContain('"because":"asked"');
    expect(withoutId(text, 'nobody')).toBe(text);
    // a line that was changed is not made trustworthy
    expect([...readLines(withoutId(text.replace('"r1"', '"r9"'), 'b')).read.entries.keys()]).toEqual(['c']);
  });
  test('lines of the audit trail keep that something happened, in a chain that holds', async () => {
    const folder = makeFolder();
    for (const id of ['s100', 's1000']) {
      await appendAudit(folder, { at: '2018-09-13T00:00:00Z', action: 'regrade', by: 'ta', details: { id } });
    }
    appendFileSync(join(folder, AUDIT), 'a broken line about s100\n');
    const hide = {
      change: ({ details }: AuditLine) => (isAbout(details, person) ? { erased: true } : null),
      mustGo: (whole: string) => mayNameIn(whole, person),
    };
    expect(await rewriteAudit(folder, hide)).toEqual({ changed: 1, unreadable: 0, gone: 1 });
    const { lines, damage } = await readAudit(folder);
    expect(lines.map(({ details }) => details)).toEqual([{ erased: true }, { id: 's1000' }]);
    expect(damage).toEqual(['line 3 was changed, or is not a line of an audit trail']);
    expect(readFileSync(join(folder, AUDIT), 'utf8')).not.toMatch(/s100\b/);
    expect(await rewriteAudit(makeFolder(), hide)).toEqual({ changed: 0, unreadable: 0, gone: 0 });
  });
});
