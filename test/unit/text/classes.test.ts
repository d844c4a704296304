/** Classes by number. */
import { expect, test } from '@jest/globals';
import { classByNumber, expectedClasses } from '../../../grader/text/classes.js';

const CLASSES = ['cat', 'dog', 'hen'];

test.each([
  ['0', 0],
  ['2', 2],
  ['02', 2],
  ['3', null],
  ['-1', null],
  ['1.0', null],
  ['1e0', null],
  [' 1', null],
  ['', null],
  ['0000001', null],
  ['\u0661', null],
])('%p is the class %p', (text, number) => {
  expect(classByNumber(text, CLASSES)).toBe(number);
});
test('all are named', () => {
  expect(expectedClasses(CLASSES)).toBe('expected one of cat, dog, hen or 0 to 2');
});
