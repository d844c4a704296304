import { expect, test } from '@jest/globals';
import { placeFiles } from '../../../../grader/intake/place/place.js';
import { unmovedWithin } from '../../../../grader/intake/place/unmoved.js';

const QUIZ = ['answers.json', 'backprop.ts', 'backprop.js'];

const sourceOf = (paths: readonly string[]) => paths.map((path, key) => ({ path, bytes: 10, key }));

function unmovedOf(paths: readonly string[]): string[] {
  return placeFiles(sourceOf(paths), QUIZ).unmoved.map(({ path }) => path);
}

test.each<[string, readonly string[], readonly string[]]>([
  [
    'beside a folder that it imports from',
    ['src/backprop.js', 'lib/layers.js', 'report.pdf'],
    ['lib/layers.js', 'src/backprop.js'],
  ],
  [
    'and a file whose place another one took',
    ['quiz2/answers.json', 'quiz2/backprop.js', 'quiz2/util.js', 'util.js'],
    ['quiz2/answers.json', 'quiz2/backprop.js', 'quiz2/util.js', 'util.js'],
  ],
  ['below a folder around all', ['me/src/backprop.js', 'me/data.json'], ['data.json', 'src/backprop.js']],
  ['of a copy', ['src/backprop (1).js', 'lib/layers.js'], ['lib/layers.js', 'src/backprop (1).js']],
])('code that was moved %s is kept where it was', (_, paths, expected) => {
  expect(unmovedOf(paths)).toEqual(expected);
});

test.each<[string, readonly string[]]>([
  ['nothing was moved', ['backprop.js', 'answers.json', 'lib/layers.js']],
  ['all lie in one folder', ['hw/backprop.js', 'hw/lib/layers.js', 'hw/answers.json']],
  ['all code was moved alike', ['src/backprop.js', 'src/lib/layers.js', 'report.pdf', 'data.bin']],
  ['only other files were moved', ['typed/answers.json', 'backprop.js', 'lib/layers.js']],
  ['a copy got its name back', ['backprop (1).js', 'lib/layers.js']],
])('nothing is kept twice where %s', (_, paths) => {
  expect(unmovedOf(paths)).toEqual([]);
});

test('files that have no place are left out where they are too many or too large', () => {
  const { files, unmoved } = placeFiles(sourceOf(['quiz2/answers.json', 'quiz2/backprop.js', 'answers.json']), QUIZ);
  const within = (limits: { files: number; submissionBytes: number }) =>
    unmovedWithin(files, unmoved, limits).map(({ path }) => path);
  expect(within({ files: 3, submissionBytes: 30 })).toContain('answers.json');
  for (const limits of [
    { files: 2, submissionBytes: 30 },
    { files: 3, submissionBytes: 29 },
  ]) {
    expect(within(limits)).toEqual(['quiz2/answers.json', 'quiz2/backprop.js']);
  }
});

test('a file that has no place is said to be left out, and whether code may import it', () => {
  const remarkOf = (...paths: string[]) => placeFiles(sourceOf(paths), QUIZ).remarks.at(-1);
  const taken = 'the folder taken as the submission has a file of that name';
  expect(remarkOf('quiz2/backprop.js', 'quiz2/util.js', 'util.js')).toBe(
    `util.js was left out, except for imports: ${taken}`,
  );
  expect(remarkOf('quiz2/answers.json', 'quiz2/backprop.js', 'backprop.js')).toBe(`backprop.js was left out: ${taken}`);
});
