/** Which course system a level is from. */
import { expect, test } from '@jest/globals';
import { recognise } from '../../../../../grader/intake/class/systems/index.js';

const level = (...names: string[]) => names.map((name) => ({ name, kind: 'file' as const }));

test('Moodle, and who owns what', () => {
  const known = recognise(level('Ann_7_assignsubmission_file_a.ts', 'Ann_7_assignsubmission_file_b.ts', 'x'), []);
  expect(known?.system).toBe('Moodle');
  expect([...(known?.owned ?? [])].map(([name, { owner, as }]) => [name, owner, as])).toEqual([
    ['Ann_7_assignsubmission_file_a.ts', 'Ann_7', 'a.ts'],
    ['Ann_7_assignsubmission_file_b.ts', 'Ann_7', 'b.ts'],
  ]);
});
test('Canvas', () => {
  expect(recognise(level('ann_1_2_a.ts', 'bob_3_4_a.ts'), [])?.system).toBe('Canvas');
});
test('none', () => {
  expect(recognise(level('alice.zip', 'bob.zip'), [])).toBeNull();
  expect(recognise(level('ann_1_2_a.ts', 'x', 'y'), [])).toBeNull();
  expect(recognise([], [])).toBeNull();
});
