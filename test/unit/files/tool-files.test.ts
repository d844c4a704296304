/** What tools leave behind is no part of a submission; what people name is. */
import { expect, test } from '@jest/globals';
import { isLeftBehind, isNoContent } from '../../../grader/files/tool-files.js';

test.each([
  '.DS_Store',
  'THUMBS.DB',
  '__MACOSX',
  '.git',
  'node_modules',
  '._a.ts',
  '.a.swp',
  'a.ts~',
  '.#a',
  '#a#',
  '.~lock.a.odt#',
  '~$a.docx',
])('%s is left behind', (name) => {
  expect(isLeftBehind(name)).toBe(true);
});
test.each([
  'a.ts',
  'git',
  '.gitignore',
  '~',
  '#a',
  'a#',
  '.swp',
  'a.swp',
  '.a.swz',
  '_a',
  '$a',
  '__proto__',
  'constructor',
])('%s is not', (name) => {
  expect(isLeftBehind(name)).toBe(false);
});
test.each([
  ['a/.git/config', true],
  ['a/.gitkeep', true],
  ['.gitkeep/a', false],
  ['a/b.png', false],
])('%s has no content: %s', (path, is) => {
  expect(isNoContent(path)).toBe(is);
});
