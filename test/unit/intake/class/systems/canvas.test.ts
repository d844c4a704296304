/** Names in Canvas's "Download Submissions". */
import { describe, expect, test } from '@jest/globals';
import { canvas } from '../../../../../grader/intake/class/systems/canvas.js';

const EXPECTS = ['answers.json', 'model/model.json'];
const read = (name: string) => canvas.read({ name, kind: 'file' }, EXPECTS);

describe('a name', () => {
  test.each([
    ['of a file', 'leeann_12_345_answers.json', 'leeann_12', 'answers.json'],
    ['of a file with underscores', 'leeann_12_345_my_own_file.ts', 'leeann_12', 'my_own_file.ts'],
    ['of a question', 'leeann_12_question_9_345_answers.json', 'leeann_12', 'answers.json'],
    ['of an anonymous student', 'anon_x7f_345_answers.json', 'anon_x7f', 'answers.json'],
  ])('%s', (_, name, owner, as) => {
    expect(read(name)).toEqual({ owner, submitter: { name: owner.replace('_12', '') }, as, remarks: [], version: 0 });
  });
  test('of a late file is the same student', () => {
    expect(read('leeann_LATE_12_345_answers.json')).toMatchObject({
      owner: 'leeann_12',
      as: 'answers.json',
      remarks: ['Canvas marks it as late; its time is not in the download'],
    });
  });
  test.each(['text', 'link', 'url'])('of a typed %s is not graded', (kind) => {
    expect(read(`leeann_12_${kind}.html`)).toMatchObject({ owner: 'leeann_12', as: null, isLeftOut: true });
  });
  test.each(['answers.json', 'leeann_answers.json', 'leeann_12_answers.json', '_12_345_a.ts', 'leeann_12_345_'])(
    'of another form: %s',
    (name) => {
      expect(read(name)).toBeNull();
    },
  );
  test('of a folder is none of Canvas', () => {
    expect(canvas.read({ name: 'leeann_12_345_answers.json', kind: 'folder' }, EXPECTS)).toBeNull();
  });
});

describe('a file that was handed in again', () => {
  test.each([
    ['answers-1.json', 'answers.json'],
    ['model-12.json', 'model.json'],
    ['group1-shard1of1-2.bin', 'group1-shard1of1.bin'],
  ])('%s is %s', (written, as) => {
    expect(read(`leeann_12_345_${written}`)).toMatchObject({
      as,
      remarks: [`${written} is taken for ${as}: Canvas numbers what is handed in again`],
    });
  });
  test.each([
    ['hw-2.zip', 'hw.zip', 2],
    ['hw-10.tar.gz', 'hw.tar.gz', 10],
    ['answers-3.json', 'answers.json', 3],
    ['answers.json', 'answers.json', 0],
    ['week-3.ts', 'week-3.ts', 0],
  ])('%s is %s, version %i', (written, as, version) => {
    expect(read(`leeann_12_345_${written}`)).toMatchObject({ as, version });
  });
  test.each(['week-3.ts', '-1', 'answers.json'])('%s is its own name', (written) => {
    expect(read(`leeann_12_345_${written}`)).toMatchObject({ as: written, remarks: [] });
  });
  test('a name with a number that the rubric asks for is its own', () => {
    expect(canvas.read({ name: 'leeann_12_345_part-2.ts', kind: 'file' }, ['part-2.ts', 'part.ts'])?.as).toBe(
      'part-2.ts',
    );
  });
});

describe('a level is from Canvas', () => {
  const fits = (names: readonly string[]) => {
    const entries = names.map((name) => ({ name, kind: 'file' as const }));
    return canvas.fits(
      entries.flatMap((entry) => canvas.read(entry, EXPECTS) ?? []),
      entries,
      EXPECTS,
    );
  };
  test.each([
    ['of two students', ['a_1_2_x.ts', 'b_3_4_x.ts'], true],
    ['of one student with a file of the rubric', ['a_1_2_answers.json'], true],
    ['of one student with a file of the rubric in a folder', ['a_1_2_model.json'], true],
    ['of one student with an archive', ['a_1_2_hw.zip'], true],
    ['of one student with other files', ['a_1_2_x.ts'], false],
    ['of which a half has other names', ['a_1_2_x.ts', 'b_3_4_x.ts', 'y', 'z'], false],
  ])('%s', (_, names, is) => {
    expect(fits(names)).toBe(is);
  });
});
