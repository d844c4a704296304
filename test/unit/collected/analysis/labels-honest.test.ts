/**
 * labels.csv and folders as common programs write them: each mistake is reported at its position, and nothing else is
 * lost.
 */
import { describe, expect, test } from '@jest/globals';
import { NO_COURSE } from '../../../../grader/collected/analysis/course.js';
import { examineDataSet } from '../../../../grader/collected/analysis/examine.js';
import type { DecodedImage } from '../../../../grader/protocol/data-set.js';
import { picture, SIDE } from '../../../support/entries.js';

const CLASSES = ['cat', 'dog'];

const decoded = (seed: number): DecodedImage => ({ status: 'decoded', pixels: picture(seed), remarks: [] });

/** What is found in a folder with these files, and how many images have a row that can be used. */
function examined(labels: string | Uint8Array, files: readonly string[], without: readonly string[] = []) {
  const bytes = typeof labels === 'string' ? Buffer.from(labels) : labels;
  const images = new Map(files.map((file, seed) => [file, decoded(seed)]));
  const listed = [...files, ...without];
  const report = examineDataSet(
    { splits: [{ name: '', folder: 'data', labels: { status: 'read', bytes }, files: listed, images }] },
    { classes: CLASSES, side: SIDE, course: NO_COURSE, minImagesPerClass: 0, maxImbalance: 99, labelNoise: false },
  );
  const found = report.groups.flatMap(({ findings }) =>
    findings.map(({ code, file, row, found: text }) => `${code} ${file}:${String(row)}: ${text}`),
  );
  return { found, images: report.splits[0]?.images, perClass: report.splits[0]?.perClass };
}

const table = (rows: readonly string[], header = 'file,label') => [header, ...rows, ''].join('\n');
const FILES = ['a.png', 'b.png', 'c.png'];

describe('tables as programs of other countries and systems write them', () => {
  const rows = ['a.png,dog', 'b.png,cat', 'c.png,1'];
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  test.each<[string, string | Uint8Array]>([
    ['semicolons', table(rows).replaceAll(',', ';')],
    ['tabs', table(rows).replaceAll(',', '\t')],
    ['tabs, with a level that is empty', table(rows, 'file,label,level').replaceAll(',', '\t')],
    ['UTF-16 with its byte order mark', utf16(table(rows))],
    ['UTF-16, big end first, tabs', utf16(table(rows).replaceAll(',', '\t')).swap16()],
    ['semicolons in quotes', table(['"a.png";"dog"', '"b.png";"cat"', '"c.png";"1"'], '"file";"label"')],
  ])('%s', (_name, labels) => {
    expect(examined(labels, FILES)).toEqual({ found: [], images: 3, perClass: [1, 2] });
  });
  test('a comma in a name is not a separator if the file uses semicolons', () => {
    expect(examined('file;label\na,1.png;dog\n', ['a,1.png'])).toMatchObject({ found: [], images: 1 });
  });
  test('UTF-16 without a byte order mark is reported', () => {
    const { found } = examined(Buffer.from(table(rows), 'utf16le'), FILES);
    expect(found.join()).toMatch(/labels-unreadable .*: it is not text in UTF-8/);
  });
});

describe('one bad row does not hide others', () => {
  test.each<[string, string, string]>([
    [
      'a quote that is never closed',
      '"b.png,dog',
      'row-incomplete "b.png,dog:3: the quote in column 1 is never closed',
    ],
    ['one in the label', 'b.png,"dog', 'row-incomplete b.png,"dog:3: the quote in column 7 is never closed'],
    [
      'a quote that closes too early',
      '"b".png,dog',
      'row-incomplete "b".png,dog:3: the quote in column 3 closes before the field ends',
    ],
    ['too few fields', 'b.png', 'row-incomplete b.png:3: no label'],
    [
      'too many fields',
      'b,1.png,dog',
      'row-incomplete b:3: 3 fields, the header has 2: put a name with a comma in quotes',
    ],
  ])('%s', (_, row, finding) => {
    // a quote further down would close the first, and all between would be one field
    const { found, images } = examined(table(['a.png,cat', row, '"c.png","dog"']), FILES);
    expect(found).toEqual([finding, 'file-unlisted b.png:null: has no row']);
    expect(images).toBe(2);
  });
  test('one field more behind a label that is right', () => {
    const { found, images } = examined(table(['a.png,cat', 'b.png,dog,blurred', 'c.png,dog']), FILES);
    expect(found).toEqual(['row-incomplete b.png:3: 3 fields, the header has 2: put a name with a comma in quotes']);
    expect(images).toBe(3);
  });
  test('bytes that are not UTF-8', () => {
    const bytes = Buffer.from(table(['a.png,cat', 'b\u00e9.png,dog', 'c.png,dog']), 'latin1');
    const { found, images } = examined(bytes, ['a.png', 'c.png']);
    expect(found).toEqual(['row-incomplete b\ufffd.png,dog:3: not text in UTF-8']);
    expect(images).toBe(2);
  });
  test('empty fields of a spreadsheet, a comma and a quote within quotes, ends of lines of all systems', () => {
    const text = 'file,label\r\na.png,cat,,\r,,\n"b,1.png","dog"\n"c""2.png",dog';
    const { found, images } = examined(text, ['a.png', 'b,1.png', 'c"2.png']);
    expect([found, images]).toEqual([[], 3]);
  });
  test('a table full of quotes takes as little time as one without', () => {
    const start = process.cpuUsage();
    const quotes = examined(table(Array.from({ length: 40 }, () => '"'.repeat(50_001) + '",'.repeat(20_000))), []);
    expect(quotes.found.length).toBeGreaterThan(0);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });
});

test('a very long name is a missing file and is processed quickly', () => {
  const start = process.cpuUsage();
  const { found } = examined(table([`${'../'.repeat(1_000_000)},cat`]), []);
  expect(found).toHaveLength(1);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
});

test('files that systems leave in folders need no row', () => {
  const left = ['.gitkeep', '.DS_Store', 'Thumbs.db', 'thumbs.db', 'desktop.ini', 'Desktop.ini', '._a.png'];
  const more = [
    '__MACOSX/._a.png',
    'cat/.gitkeep',
    'cat/.DS_Store',
    '.gitignore',
    '.~lock.labels.csv#',
    '~$labels.csv',
  ];
  expect(examined(table(['a.png,cat']), ['a.png'], [...left, ...more]).found).toEqual([]);
  // nothing that a student may have meant to hand in
  expect(examined(table(['a.png,cat']), ['a.png'], ['gitkeep.png', 'Thumbs.png']).found).toHaveLength(2);
});

describe('names of files', () => {
  const [one, two] = ['\u00e4.png', 'a\u0308.png'];
  test.each([
    ['composed in the table, decomposed in the folder', one, two],
    ['decomposed in the table, composed in the folder', two, one],
  ])('%s', (_, written, file) => {
    expect(examined(table([`${written},cat`]), [file])).toMatchObject({ found: [], images: 1 });
  });
  test('a class with an accent in either way', () => {
    const files = ['a.png'];
    const bytes = Buffer.from(table(['a.png,a\u0308']));
    const report = examineDataSet(
      {
        splits: [
          { name: '', folder: '', labels: { status: 'read', bytes }, files, images: new Map([['a.png', decoded(1)]]) },
        ],
      },
      {
        classes: ['\u00e4', 'b'],
        side: SIDE,
        course: NO_COURSE,
        minImagesPerClass: 0,
        maxImbalance: 99,
        labelNoise: false,
      },
    );
    expect(report.groups).toEqual([]);
    expect(report.splits[0]?.perClass).toEqual([1, 0]);
  });
  test('backslashes are read as slashes, and reported once', () => {
    const { found, images } = examined(table(['cat\\0.png,cat', 'dog\\0.png,dog', 'dog\\1.png,dog']), [
      'cat/0.png',
      'dog/0.png',
      'dog/1.png',
    ]);
    expect(found).toEqual(['path-spelling cat\\0.png:2: has a backslash, as 2 more rows have: read as cat/0.png']);
    expect(images).toBe(3);
  });
  test.each(['..\\a.png', 'x\\..\\..\\a.png', 'C:\\x\\a.png', '\\\\server\\a.png'])('%s leads outside', (path) => {
    expect(examined(table([`${path},cat`, 'b.png,dog']), ['a.png', 'b.png']).found).toEqual([
      `path-outside ${path}:2: leads out of data`,
      'file-unlisted a.png:null: has no row',
    ]);
  });
  test.each([
    ['train/', 'train/'],
    ['./train/', 'train/'],
    ['home/me/data/', 'home/me/data/'],
    ['/home/me/data/', '/home/me/data/'],
    ['C:/me/data/', 'C:/me/data/'],
  ])('a folder before all names that the files do not lie in: %s', (written, told) => {
    const { found, images } = examined(table(FILES.map((file) => `${written}${file},cat`)), FILES);
    expect(found).toEqual([
      `path-spelling ${written}a.png:2: all rows begin with ${told}, where the files are not: read without it`,
    ]);
    expect(images).toBe(3);
  });
  test('the same from Windows: both are reported, each once', () => {
    const { found, images } = examined(table(FILES.map((file) => `my_data\\${file},cat`)), FILES);
    expect(found.map((text) => text.split(':')[0])).toEqual([
      'path-spelling my_data\\a.png',
      'path-spelling my_data\\a.png',
    ]);
    expect(images).toBe(3);
  });
  test('a folder that exists is not a prefix, nor is one without which most files are missing', () => {
    const inside = FILES.map((file) => `cat/${file}`);
    expect(examined(table(inside.map((file) => `${file},cat`)), inside)).toMatchObject({ found: [], images: 3 });
    const { found } = examined(table(['x/a.png,cat', 'x/d.png,cat', 'x/e.png,cat']), ['a.png']);
    expect(found.filter((text) => text.startsWith('file-missing'))).toHaveLength(3);
  });
});

describe('characters that look alike', () => {
  test.each([
    ['\u201cdog\u201d', 'the character \u201c (U+201C) is not a straight quote'],
    ['do\u200bg', 'the character U+200B does not show: delete it'],
    ['d\u043eg', 'the character \u043e (U+043E) is not on the keyboard'],
    ['\u22121', 'the character \u2212 (U+2212) is not the - of the keyboard'],
  ])('in a label: %j', (label, name) => {
    const { found } = examined(table([`a.png,${label}`]), ['a.png']);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('label-unknown a.png:2:');
    expect(found[0]).toContain(name);
  });
  test('quotes and blanks around a class leave it that class', () => {
    expect(examined(table(['a.png,\u201cdog\u201d']), ['a.png']).perClass).toEqual([0, 1]);
  });
  test('in the header', () => {
    const { found } = examined(table(['a.png,cat'], 'file,la\u00adbel'), ['a.png']);
    expect(found[0]).toContain('expected file,label; the character U+00AD does not show: delete it');
  });
  test('in a name: the file that may be meant, and in which character they differ', () => {
    const { found } = examined(table(['Shot 3.00 PM.png,cat']), ['Shot 3.00\u202fPM.png']);
    expect(found[0]).toContain(
      'there is no such file, but Shot 3.00\u202fPM.png, which looks alike: the row has only characters of the keyboard, the file has U+202F',
    );
  });
});
