import { expect, test } from '@jest/globals';
import { judgeFiles } from '../../../../grader/kinds/files/judge.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const CHECK = {
  kind: 'files' as const,
  id: 'files',
  title: 'Files',
  points: 4,
  files: [{ path: 'loss.csv', maxBytes: 100 }, { path: 'notes/README.md' }],
};

function judge(files: Readonly<Record<string, number>>) {
  const facts = Object.entries(files).map(([path, bytes]) => ({ path, bytes, sha256: '0'.repeat(64) }));
  const seen = { files: facts, documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map() };
  return judgeFiles(CHECK, seen, makeResolvedRubric([CHECK]));
}

test('all there; exactly at the size limit', () => {
  expect(judge({ 'loss.csv': 100, 'notes/README.md': 1 })).toMatchObject({
    earned: 4,
    summary: 'loss.csv is there; notes/README.md is there',
  });
});

test('one byte over the limit', () => {
  expect(judge({ 'loss.csv': 101, 'notes/README.md': 1 })).toMatchObject({
    earned: 2,
    summary: 'loss.csv has 101 bytes, at most 100',
  });
});

test('missing, empty, spelt differently, elsewhere', () => {
  expect(judge({})).toMatchObject({ earned: 0, summary: 'loss.csv is missing' });
  expect(judge({ 'loss.csv': 0, 'notes/README.md': 5 })).toMatchObject({ earned: 2, summary: 'loss.csv is empty' });
  expect(judge({ 'loss.csv/log': 5 })).toMatchObject({
    earned: 0,
    summary: 'loss.csv is a folder, expected a file of this name',
  });
  const otherCase = judge({ 'Loss.csv': 5, 'notes/README.md': 5 });
  expect(otherCase).toMatchObject({
    earned: 2,
    summary: 'loss.csv is missing; Loss.csv is there: names are case-sensitive; call it loss.csv',
  });
  expect(judge({ 'sub/loss.csv': 5, 'notes/README.md': 5 })).toMatchObject({
    earned: 2,
    summary: 'loss.csv is missing; sub/loss.csv is there: put it at loss.csv',
  });
});
