/** Whether a level holds a path that the rubric names. */
import { expect, test } from '@jest/globals';
import { holds } from '../../../../grader/intake/class/level.js';
import { levelOf } from '../../../support/class-levels.js';

const level = levelOf({
  'answers.json': '{}',
  model: { 'model.json': '{}', deep: { 'w.bin': '' } },
  'e\u0301': { f: '' },
});

test.each([
  ['a file', 'answers.json', true],
  ['a folder', 'model', true],
  ['a file in a folder', 'model/model.json', true],
  ['a file further down', 'model/deep/w.bin', true],
  ['a file in a folder whose name is composed differently', '\u00e9/f', true],
  ['a missing file', 'loss.csv', false],
  ['a missing file in a folder', 'model/w.bin', false],
  ['a file below a file', 'answers.json/x', false],
])('%s', async (_, path, isThere) => {
  expect(await holds(level, path)).toBe(isThere);
});
