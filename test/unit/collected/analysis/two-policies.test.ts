/**
 * The same tables, read as an instructor's and as a student's: the rows are the same, but different things are faults.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readLabels } from '../../../../grader/collected/analysis/labels.js';
import { DataFaults } from '../../../../grader/images/faults.js';
import { readStaffLabels } from '../../../../grader/images/staff-labels.js';

const CLASSES = ['cat', 'dog', 'b\u00e4r'];
type Labelled = readonly (readonly [file: string, label: number | null])[];

/** What an instructor's table gives, and its faults or the sentence with which it is refused. */
function asStaff(table: Uint8Array): { readonly rows: Labelled; readonly said: readonly string[] } {
  const faults = new DataFaults();
  const said: string[] = [];
  let rows: Labelled = [];
  try {
    rows = readStaffLabels('t.csv', table, CLASSES, faults).map(({ file, label }) => [file, label]);
    faults.throwIfAny('Fix them.');
  } catch (error) {
    said.push(...(error as Error).message.split('\n'));
  }
  return { rows, said };
}

function asStudent(table: Uint8Array): { readonly rows: Labelled; readonly said: readonly string[] } {
  const labels = { status: 'read', bytes: table } as const;
  const { rows, findings } = readLabels({ name: '', folder: '', labels, files: [], images: new Map() }, CLASSES);
  return {
    rows: rows.map(({ file, label }) => [file, label]),
    said: findings.map(({ file, row, found }) => `${file}:${String(row)}: ${found}`),
  };
}

const BEAR = 'b\u00e4r';

describe('accepted by both', () => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const encodings: ((text: string) => Uint8Array)[] = [
    (text) => Buffer.from(text),
    (text) => Buffer.from(`\ufeff${text}`),
    (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  ];
  const row = fc.record({
    name: fc.stringMatching(/^[a-z](?:[a-z ,;"'\u00e4]{0,6}[a-z])?$/),
    label: fc.constantFrom('cat', 'dog', BEAR, '0', '1', '2'),
    blank: fc.boolean(),
  });

  test('rows in every form of a table, by line', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { minLength: 1, maxLength: 8, selector: ({ name }) => name }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(...encodings),
        (rows, separator, end, encode) => {
          const lines = rows.flatMap(({ name, label, blank }) => [
            ...(blank ? ['  '] : []),
            [quoted(`${name}.png`), label].join(separator),
          ]);
          const table = encode([`file${separator}label`, ...lines, ''].join(end));
          const expected = rows.map(({ name, label }) => {
            const named = CLASSES.indexOf(label);
            return [`${name}.png`, named >= 0 ? named : Number(label)];
          });
          expect(asStaff(table)).toEqual({ rows: expected, said: [] });
          expect(asStudent(table)).toEqual({ rows: expected, said: [] });
        },
      ),
    );
  });
});

const KNOWN = `expected one of cat, dog, ${BEAR} or 0 to 2`;
const invisible = 'the character U+200B does not show: delete it';

/** What of a table is a fault, and what of it counts, for each of the two. */
const TABLES: readonly (readonly [
  name: string,
  table: string | Uint8Array,
  staff: ReturnType<typeof asStaff>,
  student: ReturnType<typeof asStudent>,
])[] = [
  [
    'an empty file',
    '\n\n',
    { rows: [], said: ['t.csv has no rows'] },
    { rows: [], said: ['labels.csv:null: it is empty, expected file,label'] },
  ],
  [
    'a header alone',
    'file,label\n',
    { rows: [], said: ['t.csv has no rows'] },
    { rows: [], said: ['labels.csv:null: it has a header and no rows'] },
  ],
  [
    'another header alone',
    'name,class\n',
    { rows: [], said: ['t.csv has no rows'] },
    { rows: [], said: ['labels.csv:null: the header is name,class, expected file,label'] },
  ],
  [
    'bytes that are not UTF-8 in the header',
    Buffer.from('file,l\u00e4bel\na.png,cat\n', 'latin1'),
    { rows: [], said: ['t.csv is not text in UTF-8'] },
    { rows: [], said: ['labels.csv:null: it is not text in UTF-8'] },
  ],
  [
    'a quote that is not closed in the header',
    '"file,label\na.png,cat\n',
    { rows: [], said: ['t.csv:1: the quote in column 1 is never closed'] },
    { rows: [], said: ['labels.csv:null: line 1: the quote in column 1 is never closed'] },
  ],
  [
    'a character in the header that does not show',
    'file,la\u200bbel\na.png,cat\n',
    { rows: [], said: [`t.csv:1: the header is file,la\u200bbel, without label; ${invisible}`] },
    { rows: [], said: [`labels.csv:null: the header is file,la\u200bbel, expected file,label; ${invisible}`] },
  ],
  [
    'columns in another order: an instructor names them, a student has a form to follow',
    'label,file\ncat,a.png\n',
    { rows: [['a.png', 0]], said: [] },
    { rows: [], said: ['labels.csv:null: the header is label,file, expected file,label'] },
  ],
  [
    'a header in capitals: a student may',
    'File,Label\na.png,cat\n',
    { rows: [], said: ['t.csv:1: the header is File,Label, without file, label'] },
    { rows: [['a.png', 0]], said: [] },
  ],
  [
    'too few fields',
    'file,label\na.png\n,cat\nb.png,dog\n',
    { rows: [['b.png', 1]], said: ['2 faults in the data', 't.csv:2: no label', 't.csv:3: no file'] },
    { rows: [['b.png', 1]], said: ['a.png:2: no label', ':3: no file'] },
  ],
  [
    "one field too many behind a label: a student's row counts",
    'file,label\na.png,cat,blurred\n',
    { rows: [], said: ['t.csv:2: 3 fields, the header has 2: put text with a comma in quotes'] },
    { rows: [['a.png', 0]], said: ['a.png:2: 3 fields, the header has 2: put a name with a comma in quotes'] },
  ],
  [
    'empty fields at the end',
    'file,label\na.png,cat,,\n',
    { rows: [['a.png', 0]], said: [] },
    { rows: [['a.png', 0]], said: [] },
  ],
  [
    'a broken row hides no other',
    'file,label\n"a.png,cat\nb.png,dog\n',
    { rows: [['b.png', 1]], said: ['t.csv:2: the quote in column 1 is never closed'] },
    { rows: [['b.png', 1]], said: ['"a.png,cat:2: the quote in column 1 is never closed'] },
  ],
  [
    "a class in capitals: a student's counts and is told",
    'file,label\na.png,CAT\n',
    { rows: [], said: [`t.csv:2: label "CAT", ${KNOWN}`] },
    { rows: [['a.png', 0]], said: [`a.png:2: "CAT", ${KNOWN}; did you mean "cat"?`] },
  ],
  [
    "a class with its accent behind the letter: a student's is the same",
    'file,label\na.png,ba\u0308r\n',
    { rows: [], said: [`t.csv:2: label "ba\u0308r", ${KNOWN}; the character \u0308 (U+0308) is not on the keyboard`] },
    { rows: [['a.png', 2]], said: [] },
  ],
  [
    'a number that no class has',
    'file,label\na.png,3\n',
    { rows: [], said: [`t.csv:2: label "3", ${KNOWN}`] },
    { rows: [['a.png', null]], said: [`a.png:2: "3", ${KNOWN}`] },
  ],
  [
    'a name with a folder: only a student may have folders',
    'file,label\nsub/a.png,cat\n',
    {
      rows: [],
      said: ['t.csv:2: "sub/a.png" is not the name of a file in this folder: images lie beside labels.csv'],
    },
    { rows: [['sub/a.png', 0]], said: [] },
  ],
  [
    'a name that leads outside',
    'file,label\n../a.png,cat\n',
    { rows: [], said: ['t.csv:2: "../a.png" is not the name of a file in this folder: images lie beside labels.csv'] },
    { rows: [], said: ['../a.png:2: leads out of the folder'] },
  ],
  [
    'a file twice: an instructor may weigh an image so',
    'file,label\na.png,cat\na.png,cat\n',
    {
      rows: [
        ['a.png', 0],
        ['a.png', 0],
      ],
      said: [],
    },
    { rows: [['a.png', 0]], said: ['a.png:3: is in row 2 already'] },
  ],
];

describe('differences', () => {
  test.each(TABLES)('%s', (_name, table, staff, student) => {
    const bytes = typeof table === 'string' ? Buffer.from(table) : table;
    expect(asStaff(bytes)).toEqual(staff);
    expect(asStudent(bytes)).toEqual(student);
  });
});
