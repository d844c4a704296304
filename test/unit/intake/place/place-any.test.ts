/** Whatever the layout, the result can be written to a disk and does not depend on the order of the files. */
import { expect, test } from '@jest/globals';
import { placeFiles } from '../../../../grader/intake/place/place.js';
import { makeRng } from '../../../../grader/numerics/rng.js';
import { measureProcessor } from '../../../support/processor-time.js';

const EXPECTS = [
  'answers.json',
  'backprop.ts',
  'backprop.js',
  'deep/model.json',
  'data/labels.csv',
  'a/b.csv',
  './loss.csv',
];
const PARTS = [
  'answers.json',
  'answers (1).json',
  'backprop.ts',
  'backprop copy.js',
  'deep',
  'data',
  'a',
  'b.csv',
  'model.json',
  'model (2).json',
  'labels.csv',
  'w.bin',
  'old',
  'loss.csv',
];

function layoutOf(random: () => number): string[] {
  const pick = () => PARTS[Math.floor(random() * PARTS.length)] ?? '';
  const paths = Array.from({ length: 1 + Math.floor(random() * 9) }, () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, pick).join('/'),
  );
  // what a folder can contain
  return [...new Set(paths)].filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

/** Others in each run; what fails is named by its layout. */
test('1,500 layouts', () => {
  const rng = makeRng(Math.floor(Math.random() * 2 ** 31));
  const random = () => rng.nextUniform();
  for (let turn = 0; turn < 1500; turn += 1) {
    const given = layoutOf(random).map((path, key) => ({ path, bytes: 1, key }));
    const { files, remarks, unmoved } = placeFiles(given, EXPECTS);
    const paths = files.map(({ path }) => path);
    const layout = JSON.stringify(given.map(({ path }) => path));
    expect([layout, new Set(paths).size, new Set(files.map(({ key }) => key)).size]).toEqual([
      layout,
      paths.length,
      paths.length,
    ]);
    expect([layout, paths.filter((path) => paths.some((other) => other.startsWith(`${path}/`)))]).toEqual([layout, []]);
    expect([layout, paths.filter((path) => /^\/|\/\/|\/$|^$/.test(path))]).toEqual([layout, []]);
    // files that were left out are reported
    if (files.length < given.length) expect(remarks.join()).toContain('left out');
    const again = placeFiles([...given].reverse(), EXPECTS);
    expect(again).toEqual({ files, remarks, unmoved });
  }
});

test.each([
  ['all alike', []],
  ['with one at the top', ['backprop.ts']],
])('20,000 files take no time, %s', (_, more) => {
  const deep = Array.from({ length: 20_000 }, (_file, index) => `${'d/'.repeat(20)}${String(index)}/answers (1).json`);
  const spent = measureProcessor();
  const files = [...more, ...deep].map((path, key) => ({ path, bytes: 1, key }));
  expect(placeFiles(files, EXPECTS).files).not.toHaveLength(0);
  expect(spent()).toBeLessThan(4000);
});
