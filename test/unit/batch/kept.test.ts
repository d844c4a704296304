/** Which earlier results are still valid, with files on a real disk. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../../grader/batch/journal-lines.js';
import { judgeEntry, reportOf } from '../../../grader/batch/kept.js';
import { sha256 as digestOf } from '../../../grader/kept/digest.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const TEXT = JSON.stringify({
  submission: { id: 'ada', submittedAt: null, submitters: [] },
  verdict: { status: 'graded', earned: 3, possible: 4, beforeLate: 3, late: null },
  results: [
    {
      ...{ id: 'one', title: 'One', status: 'partial', earned: 3, possible: 4, summary: 'three of four' },
      evidence: { type: 'none' },
    },
  ],
  timing: { wallMs: 5 },
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const ENTRY: Entry = { id: 'ada', submission: 'files', inputs: 'inputs', report: sha256(TEXT), status: 'graded' };

function folderWith(text: string | null): string {
  const folder = makeFolder();
  if (text !== null) writeFileSync(join(folder, 'report.json'), text);
  return folder;
}

test('the digest of a report is the sha256 of its text', () => {
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

const asked: string[] = [];
const unchanged = () => {
  asked.push('fingerprint');
  return Promise.resolve('files');
};

test('the same submission, graded with the same, whose report is as it was written, is kept', async () => {
  const verdict = await judgeEntry(ENTRY, 'inputs', folderWith(TEXT), unchanged);
  expect(verdict).toMatchObject({ kept: true, standing: { submission: { id: 'ada' }, verdict: { earned: 3 } } });
});

describe('anything else is graded again, with the reason', () => {
  test.each([
    ['nothing was there', undefined, 'inputs', TEXT, 'files', null],
    ['an ungraded one', { ...ENTRY, status: 'ungraded' as const }, 'inputs', TEXT, 'files', 'it was left ungraded'],
    ['another rubric', ENTRY, 'others', TEXT, 'files', 'the rubric, its data or the grader changed'],
    ['no report', ENTRY, 'inputs', null, 'files', 'its report is missing or was changed'],
    ['a byte more', ENTRY, 'inputs', `${TEXT}\n`, 'files', 'its report is missing or was changed'],
    [
      'other samples',
      ENTRY,
      'inputs',
      TEXT.replace('"earned":3', '"earned":4'),
      'files',
      'its report is missing or was changed',
    ],
    ['another submission', ENTRY, 'inputs', TEXT, 'other files', 'the submission changed'],
  ])('%s', async (_what, entry, inputs, text, files, because) => {
    const verdict = await judgeEntry(entry, inputs, folderWith(text), () => Promise.resolve(files));
    expect(verdict).toEqual({ kept: false, because });
  });
});

test('the files of a submission are read last, and only if everything else is unchanged', async () => {
  asked.length = 0;
  await judgeEntry(ENTRY, 'others', folderWith(TEXT), unchanged);
  await judgeEntry(ENTRY, 'inputs', folderWith(null), unchanged);
  await judgeEntry(undefined, 'inputs', folderWith(TEXT), unchanged);
  expect(asked).toEqual([]);
  await judgeEntry(ENTRY, 'inputs', folderWith(TEXT), unchanged);
  expect(asked).toEqual(['fingerprint']);
});

test('a report is read only as it was written', async () => {
  const folder = folderWith(TEXT);
  expect(await reportOf(folder, ENTRY)).toEqual(JSON.parse(TEXT));
  rmSync(join(folder, 'report.json'));
  expect(await reportOf(folder, ENTRY)).toBeNull();
});
