/** A class inside further folders and archives; what is one student's own is not a class. */
import { describe, expect, test } from '@jest/globals';
import { METADATA_FILE } from '../../../../grader/intake/class/gradescope.js';
import { isMetadata, isSubmission, withoutWrappers } from '../../../../grader/intake/class/wrapper.js';
import { levelOf, type Tree } from '../../../support/class-levels.js';

const DONE: Tree = { 'answers.json': '{}' };
const CLASS: Tree = { alice: DONE, bob: DONE };

interface Given {
  readonly name?: string;
  readonly isArchive?: boolean;
  readonly isExport?: boolean;
}

/** The path of the level of the students below /class, and what is said. */
async function within(tree: Tree, { name = 'hw', isArchive = false, isExport = false }: Given = {}) {
  const remarks: string[] = [];
  const level = await withoutWrappers(levelOf(tree), {
    name,
    isArchive,
    expects: ['answers.json'],
    isExport: (inner) => Promise.resolve(isExport && inner.entries.some(isMetadata)),
    onRemark: (remark) => remarks.push(remark),
  });
  expect(level.isLook).toBe(false);
  return { path: level.path.slice('/class'.length), remarks };
}

describe('is the class', () => {
  test('what was given, if there are several folders', async () => {
    expect(await within(CLASS)).toEqual({ path: '', remarks: [] });
  });
  test('the only folder, if it has several folders of submissions', async () => {
    expect(await within({ all: CLASS })).toEqual({
      path: '/all',
      remarks: ['all is taken for the class: it has 2 folders or archives of submissions'],
    });
  });
  test('the only archive, if it has several archives', async () => {
    const { path } = await within({ 'all.zip': { 'alice.zip': DONE, 'bob.zip': DONE } });
    expect(path).toBe('/all.zip');
  });
  test('a folder further in, up to four', async () => {
    expect((await within({ a: { b: { c: { d: CLASS } } } })).path).toBe('/a/b/c/d');
    expect((await within({ a: { b: { c: { d: { e: CLASS } } } } })).path).toBe('');
  });
  test('the folder that has the name of what was given, with a remark unless that was an archive', async () => {
    const tree = { hw: { alice: DONE } };
    expect(await within(tree)).toEqual({
      path: '/hw',
      remarks: ['hw is taken for the class: it has the name of what was given'],
    });
    expect(await within(tree, { isArchive: true })).toEqual({ path: '/hw', remarks: [] });
  });
  test('an export of Gradescope', async () => {
    const tree = { export: { [METADATA_FILE]: '', submission_1: DONE } };
    expect((await within(tree, { isExport: true })).path).toBe('/export');
    expect((await within(tree)).path).toBe('');
  });
  test('a download of a course system', async () => {
    const tree = { inner: { Ann_1_assignsubmission_file_: DONE } };
    expect(await within(tree)).toEqual({
      path: '/inner',
      remarks: ['inner is taken for the class: what lies in it is named as Moodle names submissions'],
    });
  });
});

describe('is not a class', () => {
  test.each<[string, Tree]>([
    ['a folder with a file of the rubric', { alice: { ...DONE, x: DONE, y: DONE } }],
    ['a folder with one folder', { alice: { hw: DONE } }],
    ['an archive that cannot be read', { 'alice.zip': 'damaged' }],
    ['a folder whose folders have nothing of the homework', { alice: { src: { f: '' }, doc: { g: '' } } }],
  ])('%s', async (_, tree) => {
    expect((await within(tree)).path).toBe('');
  });
  test('one of two folders: that it looks like one is told', async () => {
    expect(await within({ alice: DONE, all: CLASS })).toEqual({
      path: '',
      remarks: [
        'all is taken for one submission, and has 2 folders with files of the homework: if it is a class, give that folder',
      ],
    });
  });
});

test('what lies beside the class is told', async () => {
  const { remarks } = await within({ all: CLASS, 'notes.txt': '' });
  expect(remarks[1]).toBe('notes.txt is beside it and was left out');
  const more = await within({ 'a.txt': '', all: CLASS, 'b.txt': '' });
  expect(more.remarks[1]).toBe('a.txt, b.txt are beside it and were left out');
});

test.each([
  ['alice', 'folder', true],
  ['alice.zip', 'file', true],
  ['alice.rar', 'file', true],
  ['alice.txt', 'file', false],
  ['alice.zip', 'other', false],
  ['.hidden', 'folder', false],
] as const)('%s as a %s: a submission is %s', (name, kind, is) => {
  expect(isSubmission({ name, kind })).toBe(is);
});
