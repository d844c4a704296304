import { expect, test } from '@jest/globals';
import { counted } from '../../../grader/text/counted.js';

test('singular and plural agree with the number', () => {
  expect([0, 1, 2].map((count) => counted(count, 'image'))).toEqual(['0 images', '1 image', '2 images']);
  expect([0, 1, 2].map((count) => counted(count, 'class', 'classes'))).toEqual(['0 classes', '1 class', '2 classes']);
});
