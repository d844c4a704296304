/** Training logs of very many rows, from the folder to the verdict: read up to a limit, beyond which they are told so. */
import { createHash } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { Draft } from '../../grader/checks/asking/draft.js';
import { readDocuments } from '../../grader/intake/files/documents.js';
import { judge } from '../../grader/kinds/index.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import { removeFolders } from '../support/folders.js';
import { makeResolvedRubric } from '../support/resolved-rubric.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

const CHECK: CheckOf<'loss-log'> = { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv' };

async function judged(rows: number) {
  const lines = Array.from({ length: rows }, (_, step) => `${String(step)},${(2 / (1 + step / rows)).toFixed(4)}`);
  const text = ['step,train', ...lines].join('\n');
  const { files, ...rest } = snapshotOf({ 'loss.csv': text });
  const sha256 = createHash('sha256').update(text).digest('hex');
  const snapshot = { ...rest, files: files.map((fact) => ({ ...fact, sha256 })) };
  const draft = new Draft();
  draft.addDocument(CHECK.file);
  const documents = await readDocuments(snapshot, draft.toPlan(LIMITS).documents);
  const seen = { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() };
  return judge(CHECK, seen, makeResolvedRubric([CHECK]));
}

test('a log of a million rows is too large, and how to make it smaller is told', async () => {
  const { earned, summary } = await judged(1_000_000);
  expect(earned).toBe(0);
  expect(summary).toBe('loss.csv has 13888900 bytes, at most 1048576: log fewer steps');
});

test('a log of 70,000 rows is read whole', async () => {
  expect((await judged(70_000)).earned).toBe(4);
});
