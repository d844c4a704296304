/** What one student can put into a class: a file that looks like the export's own, names that no folder may have. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const METADATA = `---
submission_11:
  :submitters:
  - :name: Ann Lee
  :created_at: 2018-09-13 23:59:58.123456000 -07:00
`;

const factsOf = async (path: string) =>
  (await findClass(path)).map(({ id, submittedAt, submitters }) => ({ id, submittedAt, submitters }));

describe('submission_metadata.yml of one student', () => {
  const HOSTILE: readonly (readonly [string, string | Uint8Array])[] = [
    ['names nobody who is there', METADATA],
    ['is not YAML', 'submission_1: ['],
    ['has 60 MB', Buffer.alloc(60 << 20, 'a: [b, c]\n')],
  ];

  test.each(HOSTILE)('that %s is a file like any other', async (_what, text) => {
    const root = writeFiles(makeFolder(), {
      'ann/submission_metadata.yml': text,
      'ann/sub/a': '',
      'ann/submission_9/a': '',
    });
    expect(await factsOf(root)).toEqual([{ id: 'ann', submittedAt: null, submitters: [] }]);
  });

  test('that does not name the submissions beside it is not used, which is reported', async () => {
    const remarks: string[] = [];
    const root = writeFiles(makeFolder(), { 'submission_metadata.yml': METADATA, 'ann/a': '', 'submission_9/a': '' });
    const found = await findClass(root, { onRemark: (remark) => remarks.push(remark) });
    expect(found.map(({ id }) => id)).toEqual(['ann', 'submission_9']);
    expect(remarks).toEqual(['submission_metadata.yml names none of the submissions beside it and is not used']);
  });

  test('as a folder or a pipe is not read', async () => {
    const root = writeFiles(makeFolder(), { 'ann/submission_metadata.yml/a': '', 'ann/submission_1/a': '' });
    expect((await factsOf(root)).map(({ id }) => id)).toEqual(['ann']);
  });
});

describe('hostile content of an export', () => {
  const around = (text: string) =>
    writeFiles(makeFolder(), { 'submission_metadata.yml': text, 'submission_1/a': '', 'submission_2/a': '' });

  test('results and earlier attempts of any form, and keys in any order', async () => {
    const root = around(`---
submission_1:
  :results:
    :output: |
      :created_at: no time
    :tests:
    - :name: "a
        b"
      :submitters: none
  :history:
  - :created_at: 1999-01-01 00:00:00 Z
  ? odd
  : {:submitters: [x]}
  :created_at: 2018-09-14 06:00:00 Z
  :submitters:
    - :name: Ann
      :sid: '01'
submission_2:\r
    ":created_at": 2018-09-14 07:00:00 Z\r
    :submitters: [{:name: Bob}]\r
`);
    expect(await factsOf(root)).toEqual([
      { id: 'submission_1', submittedAt: '2018-09-14T06:00:00.000Z', submitters: [{ name: 'Ann', id: '01' }] },
      { id: 'submission_2', submittedAt: '2018-09-14T07:00:00.000Z', submitters: [{ name: 'Bob' }] },
    ]);
  });

  test.each([
    [
      'an entry without an end',
      `submission_1:\n  :submitters:\n${'  - a\n'.repeat(10_000)}`,
      /has an entry of more than 16\.0 KiB: line 2\d+$/,
    ],
    ['more entries than a class', 'a: b\n'.repeat(30_000), /more than 20000 entries: line 20001$/],
    [
      'aliases of aliases',
      `submission_1:\n  :submitters: [&a [x,x,x,x,x,x,x,x,x,x], &b [${'*a,'.repeat(40)}], &c [${'*b,'.repeat(40)}], &d [${'*c,'.repeat(40)}]]\n`,
      /has aliases that cannot be resolved: line 1$/,
    ],
    ['depth', `submission_1:\n  :submitters: ${'['.repeat(8000)}\n`, /is not valid YAML: line 2$/],
  ])('but not %s', async (_what, text, sentence) => {
    await expect(findClass(around(text))).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(sentence),
    });
  });
});

describe('names that no folder of reports could have', () => {
  test('are shortened or marked, remain different, and do not stop the class', async () => {
    const long = '\u0958'.repeat(80);
    const names = [
      long,
      `${long}a`,
      'a\nb',
      'a\u202eb',
      'dot.',
      'space ',
      '...zip',
      'Ann',
      'ann',
      '__proto__',
      'constructor',
      'u\u0308',
    ];
    const root = writeFiles(makeFolder(), Object.fromEntries(names.map((name) => [`${name}/x`, ''])));
    const remarks: string[] = [];
    const find = () => findClass(root, { onRemark: (remark) => remarks.push(remark) });
    const ids = (await find()).map(({ id }) => id);
    expect((await find()).map(({ id }) => id)).toEqual(ids);
    // names that start with a dot are hidden
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(names.length - 1);
    for (const id of ids) {
      expect(Buffer.byteLength(id)).toBeLessThanOrEqual(240);
      expect(id).toMatch(/^[^\p{C}/]*[^\p{C}/. ]$/u);
    }
    expect(ids).toEqual(expect.arrayContaining(['Ann', '__proto__', 'constructor', '\u00fc']));
    expect(remarks.slice(0, remarks.length / 2).sort()).toEqual([
      '...zip is not a folder or archive of a student: left out',
      expect.stringMatching(
        /^a\\u\{202e\}b holds a control character or an invisible one: its id is a_b-[0-9a-f]{10}$/,
      ),
      expect.stringMatching(/^a\\u\{a\}b holds a control/),
      expect.stringMatching(/^ann differs from another by the case of letters only.*: its id is ann-[0-9a-f]{10}$/),
      expect.stringMatching(/^dot\. ends in a dot/),
      expect.stringMatching(/^space {2}ends in a dot or a space/),
      expect.stringMatching(/is longer than 240 bytes/),
      expect.stringMatching(/is longer than 240 bytes/),
    ]);
  });
});
