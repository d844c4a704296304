import { afterAll, expect, test } from '@jest/globals';
import { isRun } from '../../../../grader/intake/class/own-runs.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';

afterAll(removeFolders);

test.each<[string[], boolean]>([
  [['run.json', 'journal.jsonl'], true],
  [['run.json', 'journal.jsonl', 'scores.csv', 'reports/ada/report.json'], true],
  // work may have a file of either name
  [['run.json', 'backprop.js'], false],
  [['journal.jsonl'], false],
  [['deeper/run.json', 'deeper/journal.jsonl'], false],
  [[], false],
])('%j', async (files, is) => {
  const folder = writeFiles(makeFolder(), Object.fromEntries(files.map((file) => [file, ''])));
  expect(await isRun(folder)).toBe(is);
});
