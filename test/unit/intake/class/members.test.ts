/** The submissions of a level: every entry is part of one, or named in a remark. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { membersOf } from '../../../../grader/intake/class/members.js';
import type { SourceOptions } from '../../../../grader/intake/archives/archive-source.js';
import { levelOf, sourceOf, textsOf, type Tree } from '../../../support/class-levels.js';

const OPTIONS: SourceOptions = {
  limits: { submissionBytes: 1000, files: 10 },
  workDir: '/nowhere',
  startReader: () => {
    throw new Error('no archive is read here');
  },
};

function membersIn(tree: Tree, expects: readonly string[] = []) {
  const remarks: string[] = [];
  return { members: membersOf(levelOf(tree), expects, (remark) => remarks.push(remark)), remarks };
}

describe('a level without the names of a course system', () => {
  test('has a submission for each folder and archive; others are named', () => {
    const { members, remarks } = membersIn({ alice: {}, 'bob.zip': {}, 'carol.rar': '', 'list.txt': '', '.x': {} });
    expect(members.map(({ name, path, submitters }) => [name, path, submitters])).toEqual([
      ['alice', '/class/alice', []],
      ['bob.zip', '/class/bob.zip', []],
      ['carol.rar', '/class/carol.rar', []],
    ]);
    expect(remarks).toEqual(['list.txt, .x are not folders or archives of students: left out']);
  });
  test('one entry that belongs to nobody', () => {
    expect(membersIn({ 'list.txt': '' }).remarks).toEqual([
      'list.txt is not a folder or archive of a student: left out',
    ]);
  });
  test('the metadata of an export are of the class', () => {
    expect(membersIn({ 'submission_metadata.yml': '' })).toEqual({ members: [], remarks: [] });
  });
  test('no entry is lost', () => {
    const name = fc.stringMatching(/^[a-z.]{0,3}[a-z](?:\.zip|\.txt)?$/);
    const law = fc.property(fc.dictionary(name, fc.constantFrom<Tree | string>({}, '')), (tree) => {
      const { members, remarks } = membersIn(tree);
      const told = remarks.join(' ');
      const names = new Set(members.map((member) => member.name));
      const lost = Object.keys(tree).filter((one) => !names.has(one) && !told.includes(one));
      // only the first ten are named
      if (!/ and \d+ more /.test(told)) expect(lost).toEqual([]);
    });
    fc.assert(law, { numRuns: 300 });
  });
});

describe("a student's entries in a download", () => {
  const moodle: Tree = {
    'Ann Lee_7_assignsubmission_file_': { 'answers.json': 'ann' },
    'Ann Lee_7_assignsubmission_onlinetext_': { 'text.html': 'hi' },
    'Bob_8_assignsubmission_file_a.ts': 'one',
    'Bob_8_assignsubmission_file_b.ts': 'two',
    notes: {},
  };
  const { members, remarks } = membersIn(moodle);
  test('are one submission, of the student that is named', () => {
    expect(members.map(({ name, submitters }) => [name, submitters])).toEqual([
      ['notes', []],
      ['Ann Lee_7', [{ name: 'Ann Lee' }]],
      ['Bob_8', [{ name: 'Bob' }]],
    ]);
    expect(remarks).toEqual(['taken for a download of Moodle: what belongs to one student is one submission']);
  });
  test('are joined under the names of the student; what cannot be graded is left out with a remark', async () => {
    const opened = await Promise.all(
      members.slice(1).map(async (member) => (await member.open?.(OPTIONS)) ?? sourceOf({})),
    );
    expect(await Promise.all(opened.map(textsOf))).toEqual([
      { 'answers.json': 'ann' },
      { 'a.ts': 'one', 'b.ts': 'two' },
    ]);
    expect(opened.map((source) => source.remarks)).toEqual([
      ['what was typed into the page as an online text is not graded: hand in files'],
      [],
    ]);
  });
  test('that were opened are closed if a later one cannot be', async () => {
    let closed = 0;
    const level = levelOf(moodle);
    const open: typeof level.open = (name) =>
      name.endsWith('b.ts') ? Promise.reject(new Error('gone')) : Promise.resolve(sourceOf({}, () => (closed += 1)));
    const [, , bob] = membersOf({ ...level, open }, [], () => undefined);
    await expect(bob?.open?.(OPTIONS)).rejects.toThrow('gone');
    expect(closed).toBe(1);
  });
});
