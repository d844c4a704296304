/** Which paths fit into one folder, against the definition. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PathsTaken } from '../../../../grader/intake/files/paths-taken.js';

const path = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

test('a path is free unless it is taken, is a folder of one that is, or lies below one', () => {
  const law = fc.property(fc.array(path, { maxLength: 12 }), (paths) => {
    const taken = new PathsTaken();
    const files: string[] = [];
    for (const one of paths) {
      const isFree = !files.some((file) => file === one || file.startsWith(`${one}/`) || one.startsWith(`${file}/`));
      expect(taken.add(one)).toBe(isFree);
      if (isFree) files.push(one);
    }
  });
  fc.assert(law, { numRuns: 1000 });
});
