/** Marks in the very file that a site gave: one column changes, and every other byte stays. */
import { describe, expect, test } from '@jest/globals';
import { CANVAS, filledIn, mark, MOODLE, MOODLE_GERMAN, rowsOf } from '../../../support/gradebooks.js';

const COLUMN = 6;

describe('Canvas', () => {
  const MARKS = [mark(['501'], 8.125), mark(['bobrien@school.example'], 10), mark(['0073'], 9), mark(['504'], null)];
  const { text, remarks, filled } = filledIn('canvas', CANVAS, MARKS);

  test('two decimals in the column of the assignment, by number, login and university number', () => {
    expect(rowsOf(text).map((row) => row[COLUMN])).toEqual([
      ...['Quiz 2, part 1 (12)', '10.00', '8.13', '10.00', 'EX', '', '', ''],
    ]);
    expect(filled).toBe(2);
  });
  test('every other byte is as it was', () => {
    const expected = CANVAS.replace('aadams,001,5.00,,88.00', 'aadams,001,5.00,8.13,88.00').replace(
      ',7.00,70.00',
      ',10.00,70.00',
    );
    expect(text).toBe(expected);
  });
  test('says what was changed, excused, not graded, and how many rows stay', () => {
    expect(remarks).toEqual([
      'the column "Quiz 2, part 1 (12)" is filled in',
      'bobrien@school.example had 7.00: now 10.00',
      '0073 is excused (EX): kept',
      '504 is not graded: kept as it is',
      '2 rows of the gradebook are left as they are',
    ]);
  });
  test.each([
    ['a mark at the beginning', `\ufeff${CANVAS}`],
    ['line ends of Unix', CANVAS.replaceAll('\r\n', '\n')],
    ['line ends of old Macs', CANVAS.replaceAll('\r\n', '\r')],
    ['no line end at the end', CANVAS.trimEnd()],
    [
      'everything in quotes',
      CANVAS.split('\r\n')
        .map((line) =>
          line === '' ? '' : (rowsOf(line)[0] ?? []).map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
        )
        .join('\r\n'),
    ],
  ])('%s is kept', (_what, given) => {
    const made = filledIn('canvas', given, [mark(['501'], 8.125)]).text;
    const [before, after] = [
      rowsOf(given.replaceAll('\r\n', '\n').replaceAll('\r', '\n')),
      rowsOf(made.replaceAll('\r\n', '\n').replaceAll('\r', '\n')),
    ];
    expect(after[2]?.[COLUMN]).toBe('8.13');
    // taken back, nothing is left of it
    expect(made.replace('8.13', '')).toBe(given);
    expect(after.map((row) => row.toSpliced(COLUMN, 1))).toEqual(before.map((row) => row.toSpliced(COLUMN, 1)));
  });
  test('semicolons and decimal commas, as Canvas writes them where they are usual', () => {
    const given = 'Student;ID;Section;Quiz (7)\n    Points Possible;;;10,00\n"Adams, Ada";501;001;\n';
    expect(filledIn('canvas', given, [mark(['501'], 8.5)], { column: '7' }).text).toBe(
      given.replace('501;001;', '501;001;8,50'),
    );
    const commas = 'Student,ID,Section,Quiz (7)\n    Points Possible,,,"10,00"\n"Adams, Ada",501,001,\n';
    expect(filledIn('canvas', commas, [mark(['501'], 8.5)], { column: '7' }).text).toBe(
      commas.replace('501,001,', '501,001,"8,50"'),
    );
  });
  test('letters of Windows stay its letters', () => {
    const given = Buffer.from('Student,ID,Quiz (7)\r\n"M\xfcller, J\xf6rg",503,\r\n', 'latin1');
    const { bytes, remarks: told } = filledIn('canvas', given, [mark([], 1, { name: 'Jörg Müller' })], {
      column: 'quiz',
    });
    expect(Buffer.from(bytes).toString('latin1')).toBe('Student,ID,Quiz (7)\r\n"M\xfcller, J\xf6rg",503,1.00\r\n');
    expect(told.join()).toContain('Windows-1252');
  });

  test.each([
    ['the title of the rubric', undefined, 'Quiz 2, part 1', COLUMN],
    ['its number', '11', 'Quiz 2, part 1', 5],
    ['its title, in any case', 'warm-UP', 'Quiz 2, part 1', 5],
    ['its whole name', 'Warm-up (11)', 'Quiz 2, part 1', 5],
  ])('the column is found by %s', (_what, column, title, place) => {
    const made = filledIn('canvas', CANVAS, [mark(['504'], 5)], {
      title,
      scale: true,
      ...(column === undefined ? {} : { column }),
    });
    expect(rowsOf(made.text)[5]?.[place]).toBe(place === 5 ? '2.50' : '5.00');
  });
  test.each([
    ['no column fits', { title: 'Other' }, 'has no column with the title "Other" or "quiz2": there are "Warm-up (11)"'],
    ['an unknown one is named', { column: 'Quizz 2, part 1' }, 'Did you mean "Quiz 2, part 1"?'],
  ])('%s', (_what, change, sentence) => {
    expect(() => filledIn('canvas', CANVAS, [mark(['501'], 1)], change)).toThrow(sentence);
  });
  test('a file without students’ columns, assignments or rows is refused', () => {
    expect(() => filledIn('canvas', 'a,b\n1,2\n', [])).toThrow('is not a gradebook of Canvas');
    expect(() => filledIn('canvas', 'Student,ID\nAda,1\n', [])).toThrow('has no column of an assignment');
    expect(() => filledIn('canvas', '', [])).toThrow('is empty');
    expect(() => filledIn('canvas', 'Student,ID,"Quiz (7)\nAda,1,\n', [])).toThrow(
      'line 1: a quote that is opened there is never closed',
    );
    expect(() => filledIn('canvas', Buffer.from(CANVAS, 'utf16le'), [])).toThrow('UTF-16');
  });
});

describe('points of the site that differ from those of the rubric', () => {
  test('are refused, or converted on request', () => {
    const marks = [mark(['501'], 30, { possible: 40 })];
    expect(() => filledIn('canvas', CANVAS, marks)).toThrow('has 10 points for this assignment, the rubric has 40');
    expect(rowsOf(filledIn('canvas', CANVAS, marks, { scale: true }).text)[2]?.[COLUMN]).toBe('7.50');
  });
});

describe('Moodle', () => {
  test('the grade in front of the maximum, in any language, with its decimal comma', () => {
    const marks = [mark(['ada_2001', '2001'], 8.5), mark(['jm@school.example'], 4)];
    expect(filledIn('moodle', MOODLE, marks).text).toBe(
      MOODLE.replace('"Submitted for grading",,', '"Submitted for grading",8.50,').replace(',3.00,', ',4.00,'),
    );
    const { text, remarks } = filledIn('moodle', MOODLE_GERMAN, marks);
    expect(text).toBe(
      MOODLE_GERMAN.replace('"Zur Bewertung abgegeben",,', '"Zur Bewertung abgegeben","8,50",').replace(
        '"3,00"',
        '"4,00"',
      ),
    );
    expect(remarks).toEqual(['the column "Bewertung" is filled in', 'jm@school.example had 3,00: now 4,00']);
  });
  test('where all have the maximum, and by name of the column', () => {
    const full = MOODLE.replace('"Submitted for grading",,', '"Submitted for grading",10.00,').replace(
      ',3.00,',
      ',10.00,',
    );
    expect(rowsOf(filledIn('moodle', full, [mark(['2001'], 1)]).text)[1]?.[4]).toBe('1.00');
    expect(rowsOf(filledIn('moodle', MOODLE, [mark(['2001'], 1)], { column: 'grade' }).text)[1]?.[4]).toBe('1.00');
    expect(() => filledIn('moodle', MOODLE, [], { column: 'Grades' })).toThrow('has no column "Grades"');
  });
  test('a file of another kind is refused', () => {
    expect(() => filledIn('moodle', CANVAS, [])).toThrow('is not a grading worksheet of Moodle');
    expect(() => filledIn('moodle', 'a,b,c,d\n', [])).toThrow('is empty');
    const unclear = MOODLE.replaceAll('10.00', '');
    expect(() => filledIn('moodle', unclear, [mark(['2001'], 1)])).toThrow('does not show which column is the grade');
  });
  test('a formula in what the site gave stays as it is, and none is written', () => {
    const given = MOODLE.replace('see me, please', "=cmd|' /C calc'!A0");
    expect(
      filledIn('moodle', given, [mark(['2001'], 1)]).text.replace(
        '"Submitted for grading",1.00',
        '"Submitted for grading",',
      ),
    ).toBe(given);
  });
});
