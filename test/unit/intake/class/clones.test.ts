/** Who handed in which clone, by the names of folders alone. */
import { expect, test } from '@jest/globals';
import { usernamesIn } from '../../../../grader/intake/class/clones.js';

const clones = (...names: string[]) => names.map((name) => ({ name, kind: 'folder' as const, isClone: true }));
const of = (path: string, names: readonly string[]) => [...usernamesIn({ path, entries: clones(...names) }).values()];

test.each<readonly [string, string, readonly string[], readonly string[]]>([
  [
    'the folder of GitHub Classroom names the assignment',
    '/x/hw-2-submissions',
    ['hw-2-ada', 'hw-2-a-b'],
    ['ada', 'a-b'],
  ],
  ['of one student as well', '/x/hw-2-submissions', ['hw-2-a-b'], ['a-b']],
  ['of usernames that begin alike', '/x/hw-submissions', ['hw-cs-ada', 'hw-cs-bob'], ['cs-ada', 'cs-bob']],
  ['the folder of Classroom 50', '/x/cs-hw_submissions_2026_05_09_T_14_30_45', ['cs-hw-ada'], ['ada']],
  ['another folder: what all begin with', '/x/class', ['hw-2-ada', 'hw-2-adam', 'hw-2-b-c'], ['ada', 'adam', 'b-c']],
  ['a student whose name another one begins with', '/x/class', ['hw-ada', 'hw-ada-b'], ['ada', 'ada-b']],
  ['a folder that does not fit its clones', '/x/other-submissions', ['hw-ada', 'hw-bob'], ['ada', 'bob']],
  ['one clone alone says nothing', '/x/class', ['hw-2-ada'], []],
  ['names that share nothing', '/x/class', ['ada-l', 'bob-k'], []],
  ['no clones', '/x/class', [], []],
])('%s', (_what, path, names, usernames) => {
  expect(of(path, names)).toEqual(usernames);
});

test('a folder without a repository among them is a class of another kind', () => {
  const entries = [...clones('hw-ada', 'hw-bob'), { name: 'hw-cem', kind: 'folder' as const }];
  expect(usernamesIn({ path: '/x/hw-submissions', entries }).size).toBe(0);
});
