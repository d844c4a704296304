/** Training logs that are missing or are not text. */
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { DocumentRead } from '../../../../grader/stages/submission.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

type Check = CheckOf<'loss-log'>;
const CHECK: Check = { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv' };

function judged(text: string | DocumentRead | null, change: Partial<Check> = {}) {
  const check = { ...CHECK, ...change };
  const document: DocumentRead | null = typeof text === 'string' ? { status: 'read', bytes: Buffer.from(text) } : text;
  const documents = new Map(document === null ? [] : [['loss.csv', document]]);
  const seen = { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() };
  return judge(check, seen, makeResolvedRubric([check]));
}

describe('a file that is not read', () => {
  test.each<[DocumentRead, string, RegExp]>([
    [{ status: 'missing' }, 'MISSING_FILE', /^loss\.csv is missing$/],
    [{ status: 'missing', near: '; Loss.csv is there' }, 'MISSING_FILE', /^loss\.csv is missing; Loss\.csv is there$/],
    [{ status: 'pointer' }, 'LOAD_FAILED', /^loss\.csv .*Git LFS/],
    [{ status: 'too-large', bytes: 9, limit: 8 }, 'TOO_LARGE', /^loss\.csv has 9 bytes, at most 8: log fewer steps$/],
    [
      { status: 'read', bytes: Uint8Array.of(0x73, 0xff, 0xfe, 0xff) },
      'LOAD_FAILED',
      /^loss\.csv: it is not text in UTF-8$/,
    ],
  ])('%#', (document, code, sentence) => {
    const { earned, summary, evidence } = judged(document);
    expect(earned).toBe(0);
    expect(summary).toMatch(sentence);
    expect(evidence).toMatchObject({ type: 'error', error: { code } });
  });
  test('one that was not planned is a fault of the grader', () => {
    expect(() => judged(null)).toThrow('loss.csv was not planned to be read');
  });
});
