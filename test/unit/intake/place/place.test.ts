import { describe, expect, test } from '@jest/globals';
import { placeFiles } from '../../../../grader/intake/place/place.js';

const QUIZ = ['answers.json', 'backprop.ts', 'backprop.js', 'backprop.mjs', 'backprop.cjs'];
const HW2 = ['linear/model.json', 'deep/model.json', 'loss.csv'];
const DATA = ['losses.ts', 'data/labels.csv', 'data/train/labels.csv', 'data/valid/labels.csv', 'loss.csv'];

function place(paths: readonly string[], expects: readonly string[]) {
  const { files, remarks } = placeFiles(
    paths.map((path, key) => ({ path, bytes: 1, key })),
    expects,
  );
  return { files: Object.fromEntries(files.map(({ path, key }) => [path, paths[key]])), remarks: remarks.join('\n') };
}

/** Paths that stay what they are. */
const asTheyAre = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, path]));

describe('the submission is the folder with most of the expected files', () => {
  test.each<[string, readonly string[], readonly string[], Readonly<Record<string, string>>]>([
    [
      'beside a report',
      ['hw2/answers.json', 'hw2/backprop.ts', 'report.pdf'],
      QUIZ,
      { 'answers.json': 'hw2/answers.json', 'backprop.ts': 'hw2/backprop.ts', 'report.pdf': 'report.pdf' },
    ],
    [
      'two levels deep, beside files on every level',
      ['a/hw/answers.json', 'a/hw/backprop.js', 'a/notes.txt', 'README.md'],
      QUIZ,
      {
        'answers.json': 'a/hw/answers.json',
        'backprop.js': 'a/hw/backprop.js',
        'a/notes.txt': 'a/notes.txt',
        'README.md': 'README.md',
      },
    ],
    [
      'with models in folders of their own',
      ['me/linear/model.json', 'me/linear/w.bin', 'me/deep/model.json', 'me/loss.csv', 'report.pdf'],
      HW2,
      {
        'linear/model.json': 'me/linear/model.json',
        'linear/w.bin': 'me/linear/w.bin',
        'deep/model.json': 'me/deep/model.json',
        'loss.csv': 'me/loss.csv',
        'report.pdf': 'report.pdf',
      },
    ],
    [
      'beside an older copy with less',
      ['new/answers.json', 'new/backprop.ts', 'old/backprop.ts'],
      QUIZ,
      { 'answers.json': 'new/answers.json', 'backprop.ts': 'new/backprop.ts', 'old/backprop.ts': 'old/backprop.ts' },
    ],
    [
      'with a data set in splits',
      ['x/losses.ts', 'x/data/train/labels.csv', 'x/data/valid/labels.csv', 'report.pdf'],
      DATA,
      {
        'losses.ts': 'x/losses.ts',
        'data/train/labels.csv': 'x/data/train/labels.csv',
        'data/valid/labels.csv': 'x/data/valid/labels.csv',
        'report.pdf': 'report.pdf',
      },
    ],
    [
      "in a folder that has the name of one of the homework's own",
      ['data/losses.ts', 'data/data/labels.csv', 'data/data/0.png'],
      DATA,
      { 'losses.ts': 'data/losses.ts', 'data/labels.csv': 'data/data/labels.csv', 'data/0.png': 'data/data/0.png' },
    ],
  ])('%s', (_, paths, expects, files) => {
    const placed = place(paths, expects);
    expect(placed.files).toEqual(files);
    expect(placed.remarks).toContain('that folder was taken as the submission');
  });

  test('its file takes precedence over one of the same name beside it, which is reported', () => {
    const placed = place(['hw/answers.json', 'hw/backprop.ts', 'answers.json'], QUIZ);
    expect(placed.files).toEqual({ 'answers.json': 'hw/answers.json', 'backprop.ts': 'hw/backprop.ts' });
    expect(placed.remarks).toContain(
      'answers.json was left out: the folder taken as the submission has a file of that name',
    );
  });

  test.each<[string, readonly string[]]>([
    ['the top has everything', ['answers.json', 'backprop.ts', 'old/answers.json', 'old/backprop.ts']],
    ['the top has all that there is', ['answers.json', 'old/answers.json']],
    ['the top has as much', ['answers.json', 'x/answers.json']],
    ['nothing is expected of it', ['src/a.ts', 'b.ts']],
    ['an older copy has a little more', ['linear/model.json', 'deep/model.json', ...HW2.map((path) => `old/${path}`)]],
  ])('nothing is moved where %s', (_, paths) => {
    expect(place(paths, [...QUIZ, ...HW2])).toEqual({ files: asTheyAre(...paths), remarks: '' });
  });

  test('two folders with the same files are reported, and neither is chosen', () => {
    const paths = ['new/answers.json', 'new/backprop.ts', 'old/answers.json', 'old/backprop.ts'];
    const placed = place(paths, QUIZ);
    expect(placed.files).toEqual(asTheyAre(...paths));
    expect(placed.remarks).toBe(
      'new/ and old/ hold the same expected files, and none of them was taken as the submission: hand in one of them',
    );
  });

  test('labels.csv of a split is not that of the folder', () => {
    const lint = ['labels.csv', 'train/labels.csv', 'valid/labels.csv'];
    for (const paths of [
      ['train/labels.csv', 'x.png'],
      ['train/labels.csv', 'valid/labels.csv', 'old/labels.csv'],
    ]) {
      expect(place(paths, lint)).toEqual({ files: asTheyAre(...paths), remarks: '' });
    }
  });
});

describe('what the submission lacks is taken from another folder', () => {
  test.each<[string, readonly string[], readonly string[], Readonly<Record<string, string>>]>([
    [
      'code in src/, with what it imports',
      ['answers.json', 'src/backprop.ts', 'src/lib/helper.ts'],
      QUIZ,
      { 'answers.json': 'answers.json', 'backprop.ts': 'src/backprop.ts', 'lib/helper.ts': 'src/lib/helper.ts' },
    ],
    [
      'a folder for each',
      ['code/backprop.ts', 'typed/answers.json'],
      QUIZ,
      { 'answers.json': 'typed/answers.json', 'backprop.ts': 'code/backprop.ts' },
    ],
    [
      'a model in a folder of its part',
      ['part1/linear/model.json', 'part1/linear/w.bin', 'part2/deep/model.json', 'loss.csv'],
      HW2,
      {
        'linear/model.json': 'part1/linear/model.json',
        'linear/w.bin': 'part1/linear/w.bin',
        'deep/model.json': 'part2/deep/model.json',
        'loss.csv': 'loss.csv',
      },
    ],
    [
      'a log beside code that others import',
      ['losses.ts', 'lib/loss.csv', 'lib/tools.ts'],
      DATA,
      { 'losses.ts': 'losses.ts', 'loss.csv': 'lib/loss.csv', 'lib/tools.ts': 'lib/tools.ts' },
    ],
    [
      "a file in a folder of the homework's own, which stays",
      ['losses.ts', 'loss.csv', 'data/labels.csv', 'data/0.png', 'data/README.md'],
      [...DATA, 'README.md'],
      {
        'losses.ts': 'losses.ts',
        'loss.csv': 'loss.csv',
        'data/labels.csv': 'data/labels.csv',
        'data/0.png': 'data/0.png',
        'README.md': 'data/README.md',
      },
    ],
    [
      'code beside a model, which stays',
      ['deep/model.json', 'deep/w.bin', 'deep/backprop.ts', 'deep/helper.ts'],
      ['deep/model.json', 'backprop.ts'],
      {
        'deep/model.json': 'deep/model.json',
        'deep/w.bin': 'deep/w.bin',
        'backprop.ts': 'deep/backprop.ts',
        'helper.ts': 'deep/helper.ts',
      },
    ],
    [
      'a model with its weights, beside other things',
      ['answers.json', 'tf/model.json', 'tf/group1-shard1of1', 'tf/w.bin', 'tf/notes.md'],
      ['answers.json', 'model.json'],
      {
        'answers.json': 'answers.json',
        'model.json': 'tf/model.json',
        'group1-shard1of1': 'tf/group1-shard1of1',
        'w.bin': 'tf/w.bin',
        'tf/notes.md': 'tf/notes.md',
      },
    ],
  ])('%s', (_, paths, expects, files) => {
    const placed = place(paths, expects);
    expect(placed.files).toEqual(files);
    expect(placed.remarks).toContain('taken as');
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['two folders have it', ['answers.json', 'a/backprop.ts', 'b/backprop.ts'], QUIZ],
    ['other code may import it where it is', ['losses.ts', 'sub/plot.ts'], ['losses.ts', 'plot.ts']],
    [
      'the folder has again what is there',
      ['answers.json', 'loss.csv', 'old/answers.json', 'old/x.csv'],
      ['answers.json', 'loss.csv', 'x.csv'],
    ],
  ])('but not where %s', (_, paths, expects) => {
    expect(place(paths, expects).files).toEqual(asTheyAre(...paths));
  });
});

describe('a file that a browser or a desktop renamed', () => {
  test.each<[string, readonly string[], readonly string[], Readonly<Record<string, string>>]>([
    [
      'gets its name back',
      ['answers - Copy.json', 'backprop (2).js'],
      QUIZ,
      { 'answers.json': 'answers - Copy.json', 'backprop.js': 'backprop (2).js' },
    ],
    [
      'gets it back in its folder',
      ['deep/model (1).json', 'deep/w.bin'],
      HW2,
      { 'deep/model.json': 'deep/model (1).json', 'deep/w.bin': 'deep/w.bin' },
    ],
    [
      'counts for the place of the submission',
      ['hw/answers (1).json', 'hw/backprop.ts', 'a.pdf'],
      QUIZ,
      { 'answers.json': 'hw/answers (1).json', 'backprop.ts': 'hw/backprop.ts', 'a.pdf': 'a.pdf' },
    ],
  ])('%s, which is reported', (_, paths, expects, files) => {
    const placed = place(paths, expects);
    expect(placed.files).toEqual(files);
    expect(placed.remarks).toContain('it has the name of a copy');
  });

  test('keeps its name where two are there, and where the expected file is', () => {
    for (const paths of [
      ['answers (1).json', 'answers (2).json'],
      ['answers.json', 'answers (1).json'],
      ['backprop.js', 'backprop (1).ts'],
    ]) {
      expect(place(paths, QUIZ).files).toEqual(asTheyAre(...paths));
    }
    expect(place(['answers.json', 'answers (1).json'], QUIZ).remarks).toBe(
      'answers (1).json is there beside answers.json, which was graded',
    );
  });
});
