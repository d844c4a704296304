/** Notes besides the results, and their readers. */
import { describe, expect, test } from '@jest/globals';
import { notesOf, remarksOnClass, dateNotes } from '../../../grader/grading/notes.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { fileCheck } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const SHIPPED = 'ff14c908f9ea21708e4357514d3c7a1efb8c3b81326094854b15db3f7f4db844';
const plain = makeResolvedRubric([fileCheck('one', 4)]);
const heldout = plain.data.get('heldout');
if (heldout === undefined) throw new Error('no data');
const rubric: ResolvedRubric = {
  ...plain,
  leftOut: [{ check: fileCheck('acc', 1), because: 'its images are not here' }],
  data: new Map([['heldout', { ...heldout, digest: SHIPPED }]]),
};
const driver = { name: 'process' as const, gaps: ['the network is open'] };
const noted = {
  remarks: ['a link was left out'],
  judgements: new Map([
    ['one', { review: 'look at z' }],
    ['two', {}],
  ]),
  observations: { remarks: ['wasm was left for cpu'] },
  models: new Map<string, never>(),
};

describe('notes', () => {
  test('are for the student, then for who grades, then for who runs the grader', () => {
    expect(notesOf(noted, { rubric, driver })).toEqual([
      { audience: 'student', text: '"Check acc" (acc) is not checked here: its images are not here' },
      { audience: 'student', text: 'a link was left out' },
      { audience: 'staff', text: 'one: look at z' },
      { audience: 'system', text: 'wasm was left for cpu' },
      { audience: 'system', text: 'graded with the process driver: the network is open' },
      { audience: 'system', text: expect.stringMatching(/^the held-out images are those that ship with tuxgrade/) },
    ]);
  });
  test('on a student’s own machine do not mention the driver or the data', () => {
    const levels = notesOf(noted, { rubric, driver, visibleOnly: true }).map(({ audience }) => audience);
    expect(levels).toEqual(['student', 'student', 'staff', 'system']);
  });
  test('are absent if there is nothing to report', () => {
    const nothing = { ...noted, remarks: [], judgements: new Map<string, never>(), observations: null };
    expect(notesOf(nothing, { rubric: plain, driver: { ...driver, gaps: [] } })).toEqual([]);
  });
});

describe('dates without a time of handing in', () => {
  const dates = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' };
  const dated = { ...plain, rubric: { ...plain.rubric, dates } };
  const graded = [{ status: 'passed' as const }, { status: 'failed' as const }];

  test('are for who grades to look at', () => {
    expect(dateNotes({ rubric: dated }, graded)).toEqual([
      { audience: 'staff', text: expect.stringMatching(/^the submission has no time of being handed in/) },
    ]);
  });
  test.each<[string, Parameters<typeof dateNotes>]>([
    ['the rubric has no dates', [{ rubric: plain }, graded]],
    ['there is a time', [{ rubric: dated, submittedAt: '2018-09-13T00:00:00Z' }, graded]],
    ['a student looks', [{ rubric: dated, visibleOnly: true }, graded]],
    ['there is no grade', [{ rubric: dated }, [...graded, { status: 'ungraded' as const }]]],
  ])('are not mentioned if %s', (_why, given) => {
    expect(dateNotes(...given)).toEqual([]);
  });
  test('are mentioned once for a class, with their number', () => {
    const [timed, untimed] = [{ submittedAt: '2018-09-13T00:00:00Z' }, { submittedAt: null }];
    expect(remarksOnClass(dated, [timed, untimed, untimed])).toEqual([
      expect.stringMatching(/^2 of 3 submissions have no time/),
    ]);
    expect(remarksOnClass(dated, [timed])).toEqual([]);
    expect(remarksOnClass(plain, [untimed])).toEqual([]);
  });
});
