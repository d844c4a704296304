/** What of a homework goes into an archive. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { filesIn } from '../../../../grader/gradescope/archive/folder.js';
import { homeworkFiles } from '../../../../grader/gradescope/archive/homework.js';
import type { Rubric } from '../../../../grader/schema/rubric.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

afterAll(removeFolders);

const points = (path: string) => ({ kind: 'points' as const, path, features: 2, classes: ['a', 'b'] });
const circle = {
  kind: 'point-in-circle' as const,
  seed: 1,
  count: 10,
  center: [0, 0] as [number, number],
  radius: 1,
  box: { low: 0, high: 1 },
};
const withData = (data: NonNullable<Rubric['data']>): Rubric => ({ ...makeResolvedRubric([]).rubric, data });

function homework() {
  const root = writeFiles(makeFolder(), {
    'course/rubric.yaml': 'the rubric',
    'shared/valid/points.csv': 'valid',
    'shared/valid/deep/more.txt': 'more',
    'shared/valid/.hidden': 'no',
    'private/held.csv': 'held out',
    'roster.csv': 'id',
  });
  return { root, path: join(root, 'course', 'rubric.yaml') };
}
const paths = (files: readonly { readonly path: string; readonly bytes: Uint8Array }[]) =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));

test('the rubric, its data from where they lie, and the lists', async () => {
  const { root, path } = homework();
  const rubric = withData({ '../../etc': points('../shared/valid'), drawn: circle, heldout: points('nowhere') });
  const data = { heldout: join(root, 'private', 'held.csv') };
  const { files, data: places } = await homeworkFiles({ path, rubric, data, roster: join(root, 'roster.csv') });
  expect(paths(files)).toEqual({
    'homework/rubric.yaml': 'the rubric',
    'homework/data/1/points.csv': 'valid',
    'homework/data/1/deep/more.txt': 'more',
    'homework/data/3/held.csv': 'held out',
    'homework/roster.csv': 'id',
  });
  // points in a circle are computed from their seed
  expect([...places]).toEqual([
    ['../../etc', 'homework/data/1'],
    ['heldout', 'homework/data/3/held.csv'],
  ]);
});
test('points in a circle that are given are packed', async () => {
  const { root, path } = homework();
  const given = await homeworkFiles({
    path,
    rubric: withData({ drawn: circle }),
    data: { drawn: join(root, 'shared/valid') },
  });
  expect([...given.data]).toEqual([['drawn', 'homework/data/1']]);
});
test('a name that --data cannot have is refused', async () => {
  const { root, path } = homework();
  const rubric = withData({ 'a=b': points(join(root, 'private', 'held.csv')) });
  await expect(homeworkFiles({ path, rubric, data: {} })).rejects.toMatchObject({ code: 'USAGE' });
});
test('a folder is read in one order, through links, without what is hidden', async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'a'));
  for (const name of ['b.txt', 'a/z', 'a/b', 'B.txt', '.git']) writeFileSync(join(folder, name), name);
  symlinkSync(join(folder, 'b.txt'), join(folder, 'link'));
  expect((await filesIn(folder)).map(({ path }) => path)).toEqual(['B.txt', 'a/b', 'a/z', 'b.txt', 'link']);
  expect((await filesIn(folder, (path) => path.startsWith('a/'))).map(({ path }) => path)).toEqual(['a/b', 'a/z']);
});
