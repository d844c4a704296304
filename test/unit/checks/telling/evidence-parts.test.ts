/** Parts of evidence: a kind decides about its own alone, and what is nobody's goes to no student. */
import { describe, expect, test } from '@jest/globals';
import { evidenceParts, openEvidence } from '../../../../grader/checks/telling/evidence-parts.js';
import { KINDS } from '../../../../grader/kinds/index.js';
import type { Evidence } from '../../../../grader/schema/report.js';
import { evidenceOfEach, KINDS_OF_EACH } from '../../../support/evidence-of-each.js';

const FILES: Evidence = { type: 'files', files: [] };
const ERROR: Evidence = { type: 'error', error: { code: 'LOAD_FAILED', message: 'm' } };
const NONE: Evidence = { type: 'none' };
const log: Evidence = { ...{ type: 'loss-log', rows: 3, train: 'plateau', valid: null, stopAt: null } } as Evidence;

describe('parts of a kind', () => {
  const parts = evidenceParts('loss-log', {
    hidden: (evidence) => ({ ...evidence, rows: 0 }),
    visible: (evidence) => ({ ...evidence, rows: 1 }),
    fill: (plain, whole, hasRoom) => (hasRoom(whole.rows) ? { ...plain, rows: whole.rows } : { ...plain, rows: 2 }),
  });
  test('decide about evidence of its own type', () => {
    expect([parts.hidden(log), parts.visible(log)]).toMatchObject([{ rows: 0 }, { rows: 1 }]);
    expect(parts.fill(log, { ...log, rows: 9 } as Evidence, () => true)).toMatchObject({ rows: 9 });
    expect(parts.fill(log, log, () => false)).toMatchObject({ rows: 2 });
  });
  test('leave evidence of another type out, and errors as they are', () => {
    for (const tell of [parts.hidden, parts.visible])
      expect([FILES, NONE, ERROR].map(tell)).toEqual([NONE, NONE, ERROR]);
    expect(parts.fill(FILES, log, () => true)).toBe(FILES);
    expect(parts.fill(log, FILES, () => true)).toBe(log);
  });
  test('are the whole evidence where it is open', () => {
    const open = openEvidence('files');
    expect([open.hidden(FILES), open.visible(FILES), open.fill(FILES, FILES, () => false)]).toEqual([
      FILES,
      FILES,
      FILES,
    ]);
    expect(open.hidden(log)).toEqual(NONE);
  });
});

test.each(Object.entries(KINDS))('%s tells students its own evidence, and no other', (name, { evidence: parts }) => {
  const all = evidenceOfEach('text').slice(0, 8);
  const told = all.filter((evidence) => parts.visible(evidence).type !== 'none');
  const types = new Set(all.filter((_, index) => KINDS_OF_EACH[index] === name).map(({ type }) => type));
  // the other kinds give comparisons, operations where an output is wrong; a segmentation is not among these, and what is graded by hand has none
  const expected =
    name === 'operations'
      ? ['comparison', name]
      : types.size > 0
        ? [...types]
        : name === 'segmentation' || name === 'manual'
          ? []
          : ['comparison'];
  expect(told.map(({ type }) => type)).toEqual(expected);
});
