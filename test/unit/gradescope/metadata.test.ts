/** What Gradescope writes is read, and whatever stands in its place is told and left out. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMetadata, withoutMetadata } from '../../../grader/gradescope/metadata.js';

/** As Gradescope writes it. */
const WRITTEN = {
  id: 87184652,
  users: [
    {
      id: 233634,
      email: 'ada@school.example',
      name: 'Ada Adams',
      sid: '0042',
      assignment: {
        release_date: '2021-09-10T18:00:00.000000-07:00',
        due_date: '2021-09-16T18:00:00.000000-07:00',
        late_due_date: null,
      },
    },
    { id: 233635, email: 'ben@school.example', name: 'Ben Zweig', sid: null },
  ],
  created_at: '2021-09-10T18:25:53.109082-07:00',
  assignment_id: null,
  assignment: {
    ...{ id: 1482034, title: 'Project 1', course_id: 267363, group_submission: true, group_size: 2 },
    ...{ release_date: '2021-09-10T18:00:00.000000-07:00', total_points: '100.0' },
    ...{ due_date: '2021-09-14T18:00:00.000000-07:00', late_due_date: '2021-09-17T18:00:00.000000-07:00' },
  },
  submission_method: 'upload',
  previous_submissions: [
    { submission_time: '2021-09-10T18:00:53-07:00', score: '0.0', autograder_error: true },
    { submission_time: '2021-09-10T18:10:53-07:00', score: '10.0', autograder_error: false, results: { score: 10 } },
  ],
};
const at = (text: string) => Date.parse(text);
const read = (value: unknown) => readMetadata(JSON.stringify(value));
const changed = (change: object) => read({ ...WRITTEN, ...change });

test('all that is there', () => {
  expect(read(WRITTEN)).toEqual({
    id: '87184652',
    submittedAt: '2021-09-11T01:25:53.109Z',
    submitters: [
      { name: 'Ada Adams', id: '0042', email: 'ada@school.example' },
      { name: 'Ben Zweig', email: 'ben@school.example' },
    ],
    assignment: { due: at('2021-09-15T01:00:00Z'), lateDue: at('2021-09-18T01:00:00Z') },
    own: [
      { due: at('2021-09-17T01:00:00Z'), lateDue: null },
      { due: null, lateDue: null },
    ],
    points: 100,
    earlier: { count: 2, failed: 1 },
    remarks: [],
  });
});

describe('what is not as it should be is told, and the rest is used', () => {
  const REST = { id: '87184652', points: 100 };
  test.each<[string, object, object, RegExp]>([
    ['no users', { users: undefined }, { submitters: [], own: [] }, /names nobody/],
    ['users of another type', { users: 'ada' }, { submitters: [] }, /names nobody/],
    ['no time', { created_at: null }, { submittedAt: null }, /has no created_at/],
    [
      'a time that is a number',
      { created_at: 1536894000 },
      { submittedAt: null },
      /created_at is not text: it is not used/,
    ],
    [
      'a time without a zone',
      { created_at: '2021-09-10 18:25' },
      { submittedAt: null },
      /created_at "2021-09-10 18:25" has no time zone/,
    ],
    [
      "a Ruby object's name for a time",
      { created_at: '#<ActiveSupport::TimeWithZone:0x00007f>' },
      { submittedAt: null },
      /TimeWithZone:0x00007f>" is not written like/,
    ],
    [
      'a day that is not in the calendar',
      { created_at: '2021-02-30T10:00:00Z' },
      { submittedAt: null },
      /not a date of the calendar/,
    ],
    [
      'a due date that is nonsense',
      { assignment: { due_date: 'soon', total_points: '100.0' } },
      { assignment: { due: null, lateDue: null } },
      /assignment\.due_date "soon" is not written like/,
    ],
    [
      'dates of a student that are nonsense',
      { users: [{ name: 'Ada', assignment: { due_date: ['x'] } }] },
      { submitters: [{ name: 'Ada' }], own: [{ due: null, lateDue: null }] },
      /users\[0\]\.assignment\.due_date is not text/,
    ],
    [
      'far too many people',
      { users: Array.from({ length: 500 }, () => ({ name: 'x'.repeat(9999) })) },
      { submitters: Array.from({ length: 100 }, () => ({ name: 'x'.repeat(200) })) },
      /names 500 people, of whom 100 are used/,
    ],
  ])('%s', (_what, change, expected, remark) => {
    const facts = changed(change);
    expect(facts).toMatchObject({ ...REST, ...expected });
    expect(facts.remarks.join('\n')).toMatch(remark);
  });
  test('dates that are null are in order, and mean that there are none', () => {
    const none = { due_date: null, late_due_date: null, release_date: null };
    const facts = changed({ assignment: none, users: [{ name: 'Ada', assignment: none }] });
    expect(facts).toMatchObject({
      assignment: { due: null, lateDue: null },
      own: [{ due: null, lateDue: null }],
      remarks: [],
    });
  });
  test("an object of Ruby's that has the instant", () => {
    const time = { utc: '2021-09-11 01:25:53 UTC', zone: 'x', time: '2021-09-10 18:25:53' };
    expect(changed({ created_at: time })).toMatchObject({ submittedAt: '2021-09-11T01:25:53.000Z', remarks: [] });
  });
  test('numbers that are none do not cost the time', () => {
    const text = JSON.stringify({ ...WRITTEN, title: 'NaN, "NaN" and -Infinity' })
      .replace('"0.0"', 'NaN')
      .replace('"10.0"', '-Infinity');
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(readMetadata(text)).toEqual(read(WRITTEN));
  });
  test.each(['', 'null', '[]', '"x"', '{', '<html>', '['.repeat(100_000), '\u0000'])(
    '%# nothing of it is an object',
    (text) => {
      const facts = readMetadata(text);
      expect(facts).toEqual(withoutMetadata('submission_metadata.json is not a JSON object'));
      expect(facts).toMatchObject({ submittedAt: null, submitters: [], earlier: null, points: null });
    },
  );
});

test('no JSON whatever makes it fail, or says something that is not of its type', () => {
  const keys = [
    'id',
    'users',
    'created_at',
    'assignment',
    'due_date',
    'late_due_date',
    'previous_submissions',
    '__proto__',
  ];
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 'x', '2021-09-10T18:25:53-07:00', '\u202e'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const { submittedAt, submitters, remarks, own } = read(value);
      expect(submittedAt === null || new Date(submittedAt).toISOString() === submittedAt).toBe(true);
      expect(own).toHaveLength(submitters.length);
      expect(remarks.every((remark) => typeof remark === 'string' && !remark.includes('\u202e'))).toBe(true);
    }),
  );
});
