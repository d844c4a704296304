/**
 * labels.csv and points.csv of instructors: read in every form that programs write, with errors reported line by line.
 */
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { loadImages } from '../../grader/images/load-images.js';
import { readPoints, readTargets } from '../../grader/images/points.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const CLASSES = ['cat', 'dog'];
const FORMAT = { classes: CLASSES, width: 12, height: 8, channels: 1 as const };
const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const png = (width: number, height: number, colour: { r: number; g: number; b: number }) =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
const GREY = { r: 90, g: 90, b: 90 };

const TABLE = 'file,label\na.png,dog\nb.png,0\n';
const withSeparator = (separator: string) => TABLE.replaceAll(',', separator);

async function failureOf(reading: Promise<unknown>): Promise<string> {
  return await reading.then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );
}

describe('labels.csv', () => {
  test.each<[string, string | Uint8Array]>([
    ['commas', TABLE],
    ['semicolons', withSeparator(';')],
    ['tabs', withSeparator('\t')],
    ['a byte order mark', `\ufeff${TABLE}`],
    ['UTF-16, as Excel writes "Unicode Text"', utf16(withSeparator('\t'))],
    ['UTF-16, big end first', utf16(TABLE, true)],
    ['Windows line ends, quotes, an empty line', '"file","label"\r\n"a.png","dog"\r\n\r\n"b.png",0\r\n'],
    ['a column more, another order', 'label,level,file\ndog,1,a.png\ncat,2,b.png\n'],
    ['empty fields at the end', 'file,label\na.png,dog,,\nb.png,cat,,\n'],
  ])('%s', async (_name, table) => {
    const image = await png(12, 8, GREY);
    const folder = writeFiles(makeFolder(), { 'labels.csv': table, 'a.png': image, 'b.png': image });
    const { labels, pixels } = await loadImages(folder, FORMAT);
    expect([...labels]).toEqual([1, 0]);
    // grey: one value a pixel, in an image that is not square
    expect([pixels.length, new Set(pixels)]).toEqual([2 * 12 * 8, new Set([90])]);
  });

  test('every fault at once: rows by line, files by name', async () => {
    const rows = [
      'a.png,dog',
      'b.png,"cat',
      'c.png',
      'd.png,cat,1',
      'e.png,bird',
      '../f.png,cat',
      'g.png,cat',
      'h.png,d\u200bog',
      'i.png,2',
      'j.png,dog',
      'k.png,dog',
    ];
    const folder = writeFiles(makeFolder(), {
      'labels.csv': ['file,label', ...rows, ''].join('\n'),
      'a.png': await png(8, 12, GREY),
      'g.png': await png(12, 8, { r: 90, g: 91, b: 90 }),
      'j.png': 'no image',
    });
    const message = await failureOf(loadImages(folder, FORMAT));
    const labels = join(folder, 'labels.csv');
    expect(message.split('\n')).toEqual([
      '11 faults in the data',
      `${labels}:3: the quote in column 7 is never closed`,
      `${labels}:4: no label`,
      `${labels}:5: 3 fields, the header has 2: put text with a comma in quotes`,
      `${labels}:6: label "bird", expected one of cat, dog or 0 to 1`,
      `${labels}:7: "../f.png" is not the name of a file in this folder: images lie beside labels.csv`,
      `${labels}:9: label "d\u200bog", expected one of cat, dog or 0 to 1; the character U+200B does not show: delete it`,
      `${labels}:10: label "2", expected one of cat, dog or 0 to 1`,
      `${folder}/a.png has 8 x 12 pixels, expected 12 x 8 (width x height)`,
      `${folder}/g.png has colours, expected grey (channels: 1)`,
      `${folder}/j.png is not an image that can be read: make it a PNG again`,
      `cannot read ${folder}/k.png`,
    ]);
  });

  test('hundreds of faults are counted', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => `${String(at)}.png,bird`);
    const folder = writeFiles(makeFolder(), { 'labels.csv': ['file,label', ...rows].join('\n') });
    const lines = (await failureOf(loadImages(folder, FORMAT))).split('\n');
    expect([lines[0], lines.length, lines.at(-1)]).toEqual(['300 faults in the data', 22, 'and 280 more']);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['UTF-16 that does not say so', Buffer.from(TABLE, 'utf16le'), /labels\.csv is not text in UTF-8/],
    ['another encoding', Buffer.from('file,label\nhüte.png,dog\n', 'latin1'), /labels\.csv:2: not text in UTF-8/],
    [
      'a header with an invisible character',
      'file,la\u200bbel\na.png,dog\n',
      /:1: the header is .*, without label; the character U\+200B does not show/,
    ],
    ['nothing', '', /has no rows/],
  ])('%s', async (_name, table, said) => {
    const folder = writeFiles(makeFolder(), { 'labels.csv': table, 'a.png': await png(12, 8, GREY) });
    expect(await failureOf(loadImages(folder, FORMAT))).toMatch(said);
  });
});

describe('points.csv', () => {
  const POINTS = { columns: ['x1', 'x2', 'x3'], label: 'label', classes: ['a', 'b', 'c'] };
  test('as a folder or a file; numbers as programs write them', async () => {
    const folder = writeFiles(makeFolder(), { 'points.csv': 'x1,x2,x3,label\n1,-2.5,1e-3,b\n.5,+3.,0.1,2\n' });
    for (const path of [folder, join(folder, 'points.csv')]) {
      const { examples, labels } = await readPoints(path, POINTS);
      expect([examples.shape, [...examples.values], [...labels]]).toEqual([
        [2, 3],
        [1, -2.5, 1e-3, 0.5, 3, 0.1].map(Math.fround),
        [1, 2],
      ]);
    }
  });
  test('every fault at once', async () => {
    const rows = ['1,2,,a', '1,\u22122,3,b', '1,0x10,3,b', '1,1e39,3,c', '1,2,nan,c', '1,2,3,d', '1,2', '1;2;3;a'];
    const folder = writeFiles(makeFolder(), { 'points.csv': ['x1,x2,x3,label', ...rows].join('\n') });
    const message = await failureOf(readPoints(folder, POINTS));
    const path = join(folder, 'points.csv');
    expect(message.split('\n')).toEqual([
      '8 faults in the data',
      `${path}:2: no x3`,
      `${path}:8: no x3, no label`,
      `${path}:9: no x2, no x3, no label`,
      `${path}:3: x2 is "\u22122", expected a number that float32 holds; the character \u2212 (U+2212) is not the - of the keyboard`,
      `${path}:4: x2 is "0x10", expected a number that float32 holds`,
      `${path}:5: x2 is "1e39", expected a number that float32 holds`,
      `${path}:6: x3 is "nan", expected a number that float32 holds`,
      `${path}:7: label "d", expected one of a, b, c or 0 to 2`,
    ]);
  });
  test('decimals with a comma, as spreadsheets have them in many languages', async () => {
    const folder = writeFiles(makeFolder(), { 'points.csv': 'x1;x2;x3;label\n1,5;2;3;a\n' });
    expect(await failureOf(readPoints(folder, POINTS))).toMatch(
      /points\.csv:2: x1 is "1,5", .*; decimals have a point/,
    );
  });
});

describe('points.csv with numbers to predict', () => {
  const FORMAT = { columns: ['area', 'rooms'], targets: ['rent', 'price'] };
  const read = (csv: string | Uint8Array) => readTargets(writeFiles(makeFolder(), { 'points.csv': csv }), FORMAT);
  const TABLE = 'price,area,rooms,rent\n900,50,2,10\n-1.5e3,75.5,3,12\n';
  test.each<[string, string | Uint8Array]>([
    ['in any order of columns', TABLE],
    [
      'a byte order mark, quotes, Windows line ends',
      `\ufeff${TABLE.replace('price', '"price"').replaceAll('\n', '\r\n')}`,
    ],
    ['semicolons', TABLE.replaceAll(',', ';')],
  ])('%s', async (_name, table) => {
    const { examples, targets } = await read(table);
    expect([examples.shape, [...examples.values]]).toEqual([
      [2, 2],
      [50, 2, 75.5, 3],
    ]);
    expect([targets.shape, [...targets.values]]).toEqual([
      [2, 2],
      [10, 900, 12, -1500],
    ]);
  });
  test('every fault at once', async () => {
    const rows = [
      '1,2,3',
      '1,2,3,',
      '1,2,3,4,5',
      '1,2,3,four',
      '1,2,3,NaN',
      '1,2,-Infinity,4',
      '1,2,3,1e39',
      '"1,2,3,4',
    ];
    const message = await failureOf(read(['area,rooms,rent,price', ...rows].join('\n')));
    expect(message.split('\n').map((line) => line.replace(/^.*points\.csv/, ''))).toEqual([
      '8 faults in the data',
      ':2: no price',
      ':3: no price',
      ':4: 5 fields, the header has 4: put text with a comma in quotes',
      ':9: the quote in column 1 is never closed',
      ':5: price is "four", expected a number that float32 holds',
      ':6: price is "NaN", expected a number that float32 holds',
      ':7: rent is "-Infinity", expected a number that float32 holds',
      ':8: price is "1e39", expected a number that float32 holds',
    ]);
  });
  test.each([
    ['', /points\.csv has no rows/],
    ['area,rooms,rent,price\n', /points\.csv has no rows/],
    ['area,rooms,rent\n1,2,3\n', /points\.csv:1: the header is area,rooms,rent, without price/],
  ])('%j', async (table, said) => {
    expect(await failureOf(read(table))).toMatch(said);
  });
  test('more than a million rows, or a file that is too large to be read, is refused and not read on', async () => {
    const million = Buffer.from('area,rooms,rent,price\n' + '1,2,3,4\n'.repeat(1_000_001));
    expect(await failureOf(read(million))).toMatch(/points\.csv has more than 1000000 rows$/);
    const folder = writeFiles(makeFolder(), { 'points.csv': 'area' });
    // ten million rows, without writing them
    await truncate(join(folder, 'points.csv'), 80_000_000);
    expect(await failureOf(readTargets(folder, FORMAT))).toMatch(
      /points\.csv has 80000000 bytes, expected at most 67108864$/,
    );
  });
});
