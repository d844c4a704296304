/** Entries of an archive as files: what is listed, left out and refused. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraderError } from '../../../../grader/errors.js';
import { badArchive, damaged, Listing } from '../../../../grader/intake/files/listing.js';
import type { EntryFact } from '../../../../grader/protocol/reader.js';

const LIMITS = { submissionBytes: 100, files: 4 };
const fileOf = (name: string, more: Partial<EntryFact> = {}): EntryFact => ({
  name,
  kind: 'regular',
  bytes: 1,
  obstacle: null,
  ...more,
});

function list(entries: readonly EntryFact[]) {
  const listing = new Listing('hw.zip', LIMITS);
  for (const [key, entry] of entries.entries()) listing.add(entry, key);
  return listing.finish();
}

describe('listed', () => {
  test('are files under their plain names, with the key that they were added with', () => {
    expect(list([fileOf('./a//b', { bytes: 7 }), fileOf('dir/', { kind: 'folder' }), fileOf('e\u0301')])).toEqual({
      files: [
        { path: 'a/b', bytes: 7, key: 0 },
        { path: '\u00e9', bytes: 1, key: 2 },
      ],
      remarks: [],
    });
  });
});

describe('left out with a remark', () => {
  test.each<[string, Partial<EntryFact>, string]>([
    [
      'l',
      { kind: 'link' },
      'l was left out: it is a symbolic link, and links are not followed; hand in the file itself',
    ],
    [
      'l',
      { kind: 'hard-link' },
      'l was left out: it is a hard link to something that is not a file before it in the archive; hand in the file itself',
    ],
    ['l', { kind: 'other' }, 'l was left out: it is not a regular file; hand in the file itself'],
    ['a\tb', {}, 'a\\u{9}b was left out: its name contains a line break, a control character or an invisible one'],
  ])('%p %p', (name, more, remark) => {
    expect(list([fileOf(name, more)])).toEqual({ files: [], remarks: [remark] });
  });
  test('what tools leave behind, once for all, behind the others', () => {
    const entries = ['.git/x', 'z\t', '.git/y', 'a\t', '__MACOSX/a'].map((name) => fileOf(name));
    expect(list(entries).remarks).toEqual([
      expect.stringMatching(/^a\S+ was left out: its name contains a line break/),
      expect.stringMatching(/^z\S+ was left out: its name contains a line break/),
      'left out, as no part of a submission: .git, __MACOSX',
    ]);
  });
  test('a folder with an unfit name without a remark', () => {
    expect(list([fileOf('a\tb/', { kind: 'folder' })])).toEqual({ files: [], remarks: [] });
  });
});

describe('refused', () => {
  const encrypted = { obstacle: 'encrypted' } as const;
  test.each<[string, readonly EntryFact[], string, string]>([
    ['a name that leads out', [fileOf('../a')], 'PATH_ESCAPE', 'hw.zip holds ../a, which would lie outside it'],
    ['a file twice', [fileOf('a'), fileOf('./a')], 'BAD_ARCHIVE', 'hw.zip holds a twice'],
    [
      'a file that is a folder',
      [fileOf('a'), fileOf('a/b/c')],
      'BAD_ARCHIVE',
      'hw.zip holds a both as a file and as a folder',
    ],
    [
      'the same further down',
      [fileOf('x/a/b'), fileOf('x/a')],
      'BAD_ARCHIVE',
      'hw.zip holds x/a both as a file and as a folder',
    ],
    ['a password', [fileOf('$&', encrypted)], 'BAD_ARCHIVE', 'hw.zip is encrypted: $& needs a password'],
    [
      'another method',
      [fileOf('a', { obstacle: 'method' })],
      'BAD_ARCHIVE',
      'hw.zip packs a with a method other than deflate',
    ],
    [
      'too many files',
      ['a', 'b', 'c', 'd', 'e'].map((name) => fileOf(name)),
      'TOO_LARGE',
      'the submission has more than 4 files, the limit',
    ],
    [
      'too many bytes',
      [fileOf('a', { bytes: 40 }), fileOf('b', { bytes: 61 })],
      'TOO_LARGE',
      "the submission's files add up to 101 bytes, the limit is 100 bytes; the largest is b with 61 bytes",
    ],
  ])('%s', (_, entries, code, message) => {
    expect(() => list(entries)).toThrow(expect.objectContaining({ code, message }));
  });
  test('not at the limits', () => {
    const entries = ['a', 'b', 'c', 'd'].map((name) => fileOf(name, { bytes: 25 }));
    expect(list(entries).files).toHaveLength(4);
  });
  test('what is left out may be encrypted', () => {
    expect(list([fileOf('.git/x', encrypted), fileOf('l', { ...encrypted, kind: 'link' })]).files).toEqual([]);
  });
});

test('whatever entries there are: files that fit into one folder, or a fault of the student', () => {
  const name = fc
    .array(fc.constantFrom('a', 'b', '..', '.', '/', '\\', '.git', '\u0000', '\u202e'), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join('/'));
  const kind = fc.constantFrom<EntryFact['kind']>('regular', 'regular', 'folder', 'link', 'hard-link', 'other');
  const entry = fc.record({
    name,
    kind,
    bytes: fc.nat(60),
    obstacle: fc.constantFrom(null, null, null, 'encrypted' as const),
  });
  const law = fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
    try {
      const { files } = list(entries);
      const paths = files.map(({ path }) => path);
      expect(paths.filter((one) => paths.some((other) => other.startsWith(`${one}/`)))).toEqual([]);
      expect(new Set(paths).size).toBe(paths.length);
      expect(paths.filter((path) => path.split('/').some((part) => ['', '.', '..'].includes(part)))).toEqual([]);
      expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(LIMITS.submissionBytes);
    } catch (error) {
      if (!(error instanceof GraderError)) throw error;
      expect(error.fault).toBe('student');
    }
  });
  fc.assert(law, { numRuns: 1000 });
});

test('faults of archives keep their cause', () => {
  const cause = new Error('inner');
  expect(badArchive('m', 'a', cause)).toMatchObject({ code: 'BAD_ARCHIVE', message: 'm', advice: 'a', cause });
  expect(damaged('hw.zip').message).toBe(
    'hw.zip cannot be unpacked: it is damaged, cut short or not an archive of its kind',
  );
  expect(damaged('hw.zip', 'a in it is damaged').message).toBe('hw.zip cannot be unpacked: a in it is damaged');
});
