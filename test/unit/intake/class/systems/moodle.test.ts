/** Names in Moodle's "Download all submissions". */
import { expect, test } from '@jest/globals';
import { moodle } from '../../../../../grader/intake/class/systems/moodle.js';

const read = (name: string, kind: 'folder' | 'file' | 'other' = 'folder') => moodle.read({ name, kind }, []);

test('a folder of uploads, of a name with underscores and numbers', () => {
  expect(read('Ann_Lee_3_42_assignsubmission_file_')).toEqual({
    owner: 'Ann_Lee_3_42',
    submitter: { name: 'Ann_Lee_3' },
    as: null,
    remarks: [],
  });
});
test('a file, whose own name follows, underscores included', () => {
  expect(read('Ann_42_assignsubmission_file_my_answers.json', 'file')).toEqual({
    owner: 'Ann_42',
    submitter: { name: 'Ann' },
    as: 'my_answers.json',
    remarks: [],
  });
});
test.each([
  ['onlinetext', 'typed into the page as an online text'],
  ['comments', 'handed in as "comments"'],
])('%s is not graded', (plugin, what) => {
  expect(read(`Ann_42_assignsubmission_${plugin}_`)).toMatchObject({
    owner: 'Ann_42',
    isLeftOut: true,
    remarks: [`what was ${what} is not graded: hand in files`],
  });
});
test.each([
  ['no number', 'Ann_assignsubmission_file_', 'folder'],
  ['no name', '_42_assignsubmission_file_', 'folder'],
  ['a folder with a name of a file', 'Ann_42_assignsubmission_file_a.ts', 'folder'],
  ['a file without a name of its own', 'Ann_42_assignsubmission_file_', 'file'],
  ['neither a file nor a folder', 'Ann_42_assignsubmission_file_', 'other'],
] as const)('%s is not a name of Moodle', (_, name, kind) => {
  expect(read(name, kind)).toBeNull();
});
test('one such name is enough', () => {
  const one = read('Ann_42_assignsubmission_file_');
  expect([moodle.fits(one === null ? [] : [one], [], []), moodle.fits([], [], [])]).toEqual([true, false]);
});
