/** Words for a command line, against a real shell. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { quoted } from '../../../grader/text/quoted.js';

test.each(['run', 'a b', "it's", '$HOME', '`id`', '"', '\\', 'a;b', '*', '-n', 'Zoë', ''])('%j is one word', (word) => {
  const printed = execFileSync('sh', ['-c', `printf '%s|' x ${quoted(word)}`], { encoding: 'utf8' });
  expect(printed).toBe(`x|${word}|`);
});

test('a plain word stays as it is', () => {
  expect(quoted('runs/hw-2_a.yaml')).toBe('runs/hw-2_a.yaml');
});
