/** Which row is whose: nobody gets the mark of another, and whoever is not found or found twice is named. */
import { describe, expect, test } from '@jest/globals';
import { marksOf, tellMark } from '../../../../grader/course-systems/gradebook/marks.js';
import { matchMarks } from '../../../../grader/course-systems/gradebook/match.js';
import { CANVAS, filledIn, mark, rowsOf } from '../../../support/gradebooks.js';
import { makeReport } from '../../../support/reports.js';

const gradesOf = (marks: Parameters<typeof filledIn>[2]) => {
  const { text, remarks } = filledIn('canvas', CANVAS, marks);
  return {
    grades: rowsOf(text)
      .slice(2)
      .map((row) => row[6]),
    remarks,
  };
};
const UNTOUCHED = ['', '7.00', 'EX', '', '', ''];

describe('by name, where nothing else is known', () => {
  test('in both orders', () => {
    expect(gradesOf([mark([], 3, { name: 'Ada  Adams' })]).grades[0]).toBe('3.00');
    expect(gradesOf([mark([], 3, { name: 'ADAMS, ada' })]).grades[0]).toBe('3.00');
  });
  test('two rows of one name are for nobody', () => {
    const { grades, remarks } = gradesOf([mark(['x'], 3, { name: 'Wei Lee' })]);
    expect(grades).toEqual(UNTOUCHED);
    expect(remarks).toContain('Wei Lee (x) fits lines 6 and 7 of the gradebook: none of them is filled in');
  });
  test('two students of one name are told apart by number, and by nothing else', () => {
    const named = { name: 'Wei Lee' };
    expect(gradesOf([mark(['504'], 3, named), mark(['505'], 4, named)]).grades.slice(3, 5)).toEqual(['3.00', '4.00']);
    const ada = { name: 'Ada Adams' };
    const { grades, remarks } = gradesOf([mark(['a'], 3, ada), mark(['b'], 4, ada)]);
    expect(grades).toEqual(UNTOUCHED);
    expect(remarks.join('\n')).toContain(
      'Ada Adams (a) has the name of Ada Adams (b), and nothing else is known: not filled in',
    );
  });
});

test('two submissions of one student fill in nothing', () => {
  const { grades, remarks } = gradesOf([
    mark(['501'], 3, { submission: 'first' }),
    mark(['aadams'], 4, { submission: 'second' }),
  ]);
  expect(grades).toEqual(UNTOUCHED);
  expect(remarks).toContain('line 3 of the gradebook fits first, second: not filled in');
});
test('words that fit two rows fill in nothing', () => {
  const { grades, remarks } = gradesOf([mark(['501', '0074'], 3)]);
  expect(grades).toEqual(UNTOUCHED);
  expect(remarks).toContain('501 fits lines 3 and 6 of the gradebook: none of them is filled in');
});
test('whoever is not in it is named', () => {
  expect(gradesOf([mark(['501'], 3), mark(['999'], 4, { name: 'Eve Out' })]).remarks).toContain(
    'Eve Out (999) is not in the gradebook',
  );
});
test('a gradebook of another course is refused', () => {
  expect(() => gradesOf([mark(['900'], 3), mark(['901'], 4)])).toThrow(
    'none of the 2 students of the run is in grades.csv',
  );
});
test('no row and no mark', () => {
  expect(matchMarks([], [])).toEqual({ pairs: [], notFound: [], twice: [] });
});

describe('marks of a report', () => {
  test('one for each member of a group, with the words by which the person is known', () => {
    const report = makeReport({
      id: 'submission_7',
      submitters: [
        { name: 'Ada Adams', id: '0071', email: 'Ada@School.example' },
        { name: 'Bo', email: 'bo@school.example' },
      ],
    });
    const made = marksOf(report, true);
    expect(made.map(({ user, words, earned, possible, waits }) => [user, words, earned, possible, waits])).toEqual([
      ['0071', ['0071', 'ada@school.example'], 5.5, 10, true],
      ['bo@school.example', ['bo@school.example'], 5.5, 10, true],
    ]);
    expect(made.map(tellMark)).toEqual(['Ada Adams (submission_7)', 'Bo (submission_7)']);
  });
  test('a download of Canvas or Moodle has a number, and a folder its own name', () => {
    const words = (id: string, name?: string) =>
      marksOf(makeReport({ id, submitters: name === undefined ? [] : [{ name }] }), false)[0]?.words;
    expect(words('adamsada_501', 'adamsada')).toEqual(['adamsada_501', '501']);
    expect(words('quiz_501')).toEqual(['quiz_501']);
  });
});
