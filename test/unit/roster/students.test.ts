/** Rosters as spreadsheets and course systems write them, and what is refused with its line. */
import { describe, expect, test } from '@jest/globals';
import { GraderError } from '../../../grader/errors.js';
import { parseRoster } from '../../../grader/roster/students.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const roster = (text: string, zone: string | null = null) => parseRoster(bytes(text), 'roster.csv', zone);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

function refusal(give: () => unknown): string {
  try {
    give();
  } catch (error) {
    if (error instanceof GraderError && error.code === 'USAGE') return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a roster', () => {
  test('needs an id alone', () => {
    expect(roster('id\nada\nbob\n').students).toMatchObject([
      { line: 2, id: 'ada', name: '', email: '', sid: '', due: null, closes: null, extension: null, submitted: null },
      { line: 3, id: 'bob' },
    ]);
  });
  test('has all columns', () => {
    const text =
      'id,name,email,sid,section,due,closes,extension,submitted\n' +
      'ada,"Lovelace, ""Ada""",ada@x.edu,007,B,2018-09-13T23:59:00-05:00,2018-09-20T23:59:00-05:00,36h,2018-09-14 10:00Z\n';
    expect(roster(text)).toMatchObject({
      remarks: [],
      students: [
        {
          ...{ id: 'ada', name: 'Lovelace, "Ada"', email: 'ada@x.edu', sid: '007', section: 'B' },
          due: Date.parse('2018-09-14T04:59:00Z'),
          closes: Date.parse('2018-09-21T04:59:00Z'),
          extension: { by: 36 * 3_600_000 },
          submitted: Date.parse('2018-09-14T10:00:00Z'),
        },
      ],
    });
  });
  test.each<[string, Uint8Array, string[]]>([
    ['UTF-8', bytes('id,name\nz,Zoë\n'), []],
    ['a byte order mark', bytes('\ufeffid,name\nz,Zoë\n'), []],
    ['semicolons and lines of Windows', bytes('id;name\r\nz;Zoë\r\n;\r\n\r\n'), []],
    ['tabs', bytes('id\tname\nz\tZoë'), []],
    ['a line that names the separator', bytes('sep=;\nid;name\nz;Zoë\n'), []],
    ['UTF-16 of Excel', utf16('id\tname\r\nz\tZoë\r\n'), []],
    ['UTF-16 without a mark', Buffer.from('id,name\nz,Zoë\n', 'utf16le'), []],
    ['Latin-1 of Excel', latin1('id;name\r\nz;Zoë\r\n'), ['read as Latin-1']],
  ])('is read with %s', (_name, given, remarks) => {
    const read = parseRoster(given, 'roster.csv', null);
    expect(read.students.map(({ id, name }) => [id, name])).toEqual([['z', 'Zoë']]);
    expect(read.remarks).toHaveLength(remarks.length);
    for (const remark of remarks) expect(read.remarks[0]).toContain(remark);
  });
  test('counts lines as an editor does, also after fields of several lines', () => {
    const text = 'id,name\r\nada,"two\r\nlines"\r\n\r\nbob,Bob\r\n';
    expect(roster(text).students.map(({ line }) => line)).toEqual([2, 5]);
    expect(roster(`sep=,\n${text}`).students.map(({ line }) => line)).toEqual([3, 6]);
  });
  test('names columns that are not used', () => {
    expect(roster('id,naem,pet\nada,Ada,cat\n').remarks).toEqual([
      'roster.csv: the columns "naem", "pet" are not used',
    ]);
  });
  test('says which of two instants was taken', () => {
    const [remark] = roster('id,submitted\nada,2018-11-04 01:30\n', 'America/Chicago').remarks;
    expect(remark).toMatch(/^roster\.csv, line 2, column submitted: 2018-11-04 01:30 is shown twice .*T06:30:00/);
  });
  test('names numbers and addresses that several students share', () => {
    expect(roster('id,email\na,x@y\nb,X@y\nc,\nd,\n').remarks).toEqual([
      'roster.csv: 1 value of email has several students: x@y (lines 2, 3)',
    ]);
  });
});

describe('columns of course systems', () => {
  test('Canvas', () => {
    const text =
      'Student,ID,SIS User ID,SIS Login ID,Section,"HW 1 (17)"\n' +
      '    Points Possible,,,,,30\n' +
      '"Lovelace, Ada",4711,u007,ada,CS342,\n';
    const { students, remarks } = roster(text);
    expect(students).toMatchObject([
      { id: '4711', sid: 'u007', login: 'ada', name: 'Lovelace, Ada', section: 'CS342' },
    ]);
    expect(remarks).toEqual(['roster.csv: the column "HW 1 (17)" is not used']);
  });
  test('Gradescope', () => {
    const { students, remarks } = roster('First Name,Last Name,SID,Email\nAda,Lovelace,007,ada@x.edu\n');
    expect(students).toMatchObject([{ id: '007', sid: '007', name: 'Ada Lovelace', email: 'ada@x.edu' }]);
    expect(remarks).toEqual(['roster.csv: there is no column "id", so the column sid identifies the students']);
  });
});

describe('refused, with its line', () => {
  test.each<[string, string]>([
    ['', 'roster.csv is empty: expected a line of column names, at least "id"'],
    ['id,name\n', 'roster.csv, line 1: there are no rows below the column names'],
    ['name,section\nAda,A\n', 'roster.csv, line 1: there is no column "id"'],
    ['id,name\nada,Ada\nbob,"Bob\ncy,Cy\n', 'roster.csv, line 3: a quote that is opened there is never closed'],
    ['id,name\nada,A"da\n', 'roster.csv, line 2: a quote (") is where none may be'],
    [
      'id,name\nada,"Ada\nbob,"Bob"\n',
      'roster.csv, line 3: a quote (") is where none may be, in a row that begins on line 2',
    ],
    ['id\nada\nbob\nADA \n', 'roster.csv, lines 2 and 4 have the same id, ADA'],
    ['id,name\n,Ada\n', 'roster.csv, line 2: Ada has no id'],
    ['id,id\na,b\n', 'roster.csv, line 1: "id" and "id" are both the column id: remove one'],
    ['id,name\nada,Lovelace, Ada\n', 'roster.csv, line 2: 3 fields, the first line names 2 columns'],
    ['id,due\nada,2018-09-13 23:59\n', 'roster.csv, line 2, column due: "2018-09-13 23:59" has no time zone'],
    ['id,due\nada,2018-02-30T12:00Z\n', 'column due: "2018-02-30T12:00Z" is not a date of the calendar'],
    ['id,submitted\nada,9/13/2018 23:59\n', 'column submitted: "9/13/2018 23:59" is not written like 2018-09-13 23:59'],
    ['id,extension\nada,2\n', 'column extension: "2" is neither a duration such as 2d or 36h nor a date'],
    ['id,extension\nada,2018-09-31Z\n', 'column extension: "2018-09-31Z" is not a date of the calendar'],
  ])('%j', (text, sentence) => {
    expect(refusal(() => roster(text))).toContain(sentence);
  });
  test('a workbook, and other bytes', () => {
    const give = (given: Uint8Array) => refusal(() => parseRoster(given, 'r.xlsx', null));
    expect(give(Uint8Array.of(0x50, 0x4b, 3, 4, 0))).toBe(
      'r.xlsx is an Excel workbook or another zip archive: save it as CSV',
    );
    expect(give(Uint8Array.of(105, 0, 0, 0, 100))).toContain('is not text: save it as CSV');
  });
  test('hostile text is written out in the sentence', () => {
    const escape = String.fromCharCode(27);
    const message = refusal(() => roster(`id,due\nada,${escape}[31m\u202e2018\n`));
    expect(message).toContain('\\u{1b}[31m\\u{202e}2018');
    expect(message).not.toContain(escape);
  });
});
