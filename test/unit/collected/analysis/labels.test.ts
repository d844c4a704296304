/** labels.csv as students write it. */
import { describe, expect, test } from '@jest/globals';
import { readLabels } from '../../../../grader/collected/analysis/labels.js';
import { IMAGE_CLASSES } from '../../../../grader/protocol/data-set.js';
import type { DocumentRead } from '../../../../grader/stages/submission.js';

const read = (labels: DocumentRead | string | Uint8Array) => {
  const bytes = typeof labels === 'string' ? Buffer.from(labels) : labels;
  const document: DocumentRead = bytes instanceof Uint8Array ? { status: 'read', bytes } : bytes;
  return readLabels({ name: '', folder: 'data', labels: document, files: [], images: new Map() }, IMAGE_CLASSES);
};
const said = (labels: Parameters<typeof read>[0]) =>
  read(labels).findings.map(
    ({ code, file, row, found }) => `${code} ${file}${row === null ? '' : `:${String(row)}`}: ${found}`,
  );

describe('accepted', () => {
  test.each([
    ['plain', 'file,label\na.png,tux\nb.png,5\n'],
    ['a byte order mark and CRLF', '\ufefffile,label\r\na.png,tux\r\nb.png,5\r\n'],
    ['quotes and blanks', '"file","label"\n"a.png", "tux"\n\nb.png , 5\n'],
    ['a level', 'File,Label,Level\na.png,tux,world1/welcome\nb.png,5,\n'],
    ['./ before a name', 'file,label\n./a.png,tux\nsub/../b.png,5\n'],
  ])('%s', (_, text) => {
    const { rows, findings } = read(text);
    expect(findings).toEqual([]);
    expect(rows.map(({ file, label }) => [file, label])).toEqual([
      ['a.png', 2],
      ['b.png', 5],
    ]);
  });
});

describe('not accepted', () => {
  test.each<[Parameters<typeof read>[0], string]>([
    [{ status: 'missing' }, 'labels-missing data/labels.csv: there is none'],
    [
      { status: 'too-large', bytes: 9_000_000, limit: 4_194_304 },
      'labels-unreadable data/labels.csv: 9000000 bytes, at most 4194304',
    ],
    ['', 'labels-unreadable data/labels.csv: it is empty, expected file,label'],
    ['file,label\n', 'labels-unreadable data/labels.csv: it has a header and no rows'],
    ['name,class\na.png,tux\n', 'labels-unreadable data/labels.csv: the header is name,class, expected file,label'],
    ['a.png,tux\n', 'labels-unreadable data/labels.csv: the header is a.png,tux, expected file,label'],
    [Uint8Array.from([0xff, 0xfe, 0x00]), 'labels-unreadable data/labels.csv: it is not text in UTF-8'],
    ['file,label\n"a.png,tux\n', 'row-incomplete "a.png,tux:2: the quote in column 1 is never closed'],
    ['"file,label\na.png,tux\n', 'labels-unreadable data/labels.csv: line 1: the quote in column 1 is never closed'],
    ['file,label\na.png\n', 'row-incomplete a.png:2: no label'],
    ['file,label\n,tux\n', 'row-incomplete :2: no file'],
    ['file,label\n../../secret.png,tux\n', 'path-outside ../../secret.png:2: leads out of data'],
    ['file,label\n/etc/passwd,tux\n', 'path-outside /etc/passwd:2: leads out of data'],
    ['file,label\nC:\\a.png,tux\n', 'path-outside C:\\a.png:2: leads out of data'],
    ['file,label\na.png,tux\na.png,tux\n', 'row-repeated a.png:3: is in row 2 already'],
    [
      'file,label\na.png,Tux\n',
      'label-unknown a.png:2: "Tux", expected one of object, tile, tux, badguy, bonus, projectile or 0 to 5; did you mean "tux"?',
    ],
    [
      'file,label\na.png,badgui\n',
      'label-unknown a.png:2: "badgui", expected one of object, tile, tux, badguy, bonus, projectile or 0 to 5; did you mean "badguy"?',
    ],
    [
      'file,label\na.png,6\n',
      'label-unknown a.png:2: "6", expected one of object, tile, tux, badguy, bonus, projectile or 0 to 5',
    ],
    [
      'file,label\na.png,-1\n',
      'label-unknown a.png:2: "-1", expected one of object, tile, tux, badguy, bonus, projectile or 0 to 5',
    ],
  ])('%j', (labels, sentence) => {
    expect(said(labels)).toEqual([sentence]);
  });

  test('a class in another case counts as that class; an unknown class counts as none', () => {
    expect(read('file,label\na.png,TUX\nb.png,penguin\n').rows.map(({ label }) => label)).toEqual([2, null]);
  });

  test('more rows than anybody collects', () => {
    const text = `file,label\n${Array.from({ length: 50_001 }, (_, row) => `${String(row)}.png,tux`).join('\n')}\n`;
    expect(said(text)).toEqual(['labels-unreadable data/labels.csv: 50001 rows, at most 50000']);
  });
});
