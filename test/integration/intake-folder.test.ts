import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  renameSync,
  rmSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { GraderError } from '../../grader/errors.js';
import { openFolder } from '../../grader/intake/files/folder.js';
import { openSubmission } from '../../grader/intake/open.js';
import { readDocuments } from '../../grader/intake/files/documents.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { startReader } from '../support/reader.js';
import { honestZip } from '../support/raw-zip.js';

afterAll(removeFolders);

const LIMITS = { submissionBytes: 1024 * 1024, files: 20 };
const options = (limits = LIMITS) => ({ limits, workDir: join(makeFolder(), 'work'), startReader });
const faultOf = async (path: string, limits = LIMITS): Promise<GraderError> => {
  const error: unknown = await openSubmission(path, options(limits)).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof GraderError)) throw new Error(`expected a GraderError, got ${String(error)}`);
  return error;
};

describe('a folder', () => {
  test('becomes a copy that others can read but not write, with any umask and modes', async () => {
    const root = writeFiles(makeFolder(), { 'answers.json': '{}', 'deep/model.json': 'x' });
    chmodSync(join(root, 'answers.json'), 0o4777);
    const before = process.umask(0o077);
    const snapshot = await openSubmission(root, { ...options(), id: 'alice' }).finally(() => process.umask(before));
    expect(snapshot.id).toBe('alice');
    expect(snapshot.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['answers.json', 2],
      ['deep/model.json', 1],
    ]);
    expect(statSync(join(snapshot.root, 'answers.json')).mode & 0o7777).toBe(0o444);
    expect(statSync(join(snapshot.root, 'deep')).mode & 0o7777).toBe(0o755);
    expect(statSync(snapshot.root).mode & 0o7777).toBe(0o755);
    expect(readFileSync(join(snapshot.root, 'deep/model.json'), 'utf8')).toBe('x');
  });

  test('and its archive have one digest, independent of times, modes and order', async () => {
    const files = { 'b/c.txt': 'two', 'a.txt': 'one', 'caf\u00e9.txt': 'three' };
    const folder = writeFiles(makeFolder(), files);
    const first = await openSubmission(folder, options());
    utimesSync(join(folder, 'a.txt'), 1, 1);
    chmodSync(join(folder, 'a.txt'), 0o600);
    const zip = join(makeFolder(), 'x.zip');
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    writeFileSync(zip, await honestZip(Object.fromEntries(Object.entries(reversed).map(([k, v]) => [`me/${k}`, v]))));
    const second = await openSubmission(folder, options());
    const third = await openSubmission(zip, options());
    expect([second.digest, third.digest]).toEqual([first.digest, first.digest]);
    expect(third.files).toEqual(first.files);
    writeFileSync(join(folder, 'a.txt'), 'onE');
    expect((await openSubmission(folder, options())).digest).not.toBe(first.digest);
  });

  test('leaves out links, pipes and sockets, follows none and is never blocked', async () => {
    const outside = writeFiles(makeFolder(), { 'secret.txt': 'secret' });
    const root = writeFiles(makeFolder(), { 'a.txt': 'a', 'sub/b.txt': 'b' });
    symlinkSync(join(outside, 'secret.txt'), join(root, 'answers.json'));
    symlinkSync(outside, join(root, 'folder'));
    symlinkSync('a.txt', join(root, 'inside'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('..', join(root, 'sub/up'));
    symlinkSync('/nowhere', join(root, 'dangling'));
    execFileSync('mkfifo', [join(root, 'pipe.json')]);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const snapshot = await openSubmission(root, options()).finally(() => server.close());
    expect(snapshot.files.map((file) => file.path)).toEqual(['a.txt', 'sub/b.txt']);
    const text = snapshot.remarks.join('\n');
    expect(text).toContain('answers.json was left out: it is a symbolic link to outside the submission');
    expect(text).toContain('inside was left out: it is a symbolic link, and links are not followed');
    expect(text).toContain('pipe.json was left out: it is a pipe');
    expect(text).toContain('socket was left out: it is a socket');
    for (const name of ['folder', 'loop', 'sub/up', 'dangling']) expect(text).toContain(`${name} was left out`);
    expect(text).not.toContain('secret');
  });

  test('leaves noise out without counting it', async () => {
    const root = writeFiles(makeFolder(), { 'a.txt': 'a', '.DS_Store': 'x', '.git/config': 'x' });
    for (let index = 0; index < 50; index += 1) writeFiles(root, { [`node_modules/p/${String(index)}.js`]: 'x' });
    writeFileSync(join(root, 'node_modules/big'), '');
    truncateSync(join(root, 'node_modules/big'), 2 ** 31);
    const snapshot = await openSubmission(root, options());
    expect(snapshot.files.map((file) => file.path)).toEqual(['a.txt']);
    expect(snapshot.remarks).toEqual(['left out, as no part of a submission: .DS_Store, .git, node_modules']);
  });

  test('leaves out names that no report could show, and keeps the rest', async () => {
    const root = writeFiles(makeFolder(), { 'a.txt': 'a', 'x\ny': 'b', 'back\\slash': 'c', '<script>.ts': 'd' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), 'e');
    const snapshot = await openSubmission(root, options());
    expect(snapshot.files.map((file) => file.path)).toEqual(['<script>.ts', 'a.txt', 'back/slash']);
    expect(snapshot.remarks).toHaveLength(2);
    expect(snapshot.remarks.every((remark) => !remark.includes('\n'))).toBe(true);
  });

  test('keeps names that differ by case, with a remark', async () => {
    const root = writeFiles(makeFolder(), { 'a.txt': '1', 'A.txt': '2' });
    const snapshot = await openSubmission(root, options());
    expect(snapshot.files).toHaveLength(2);
    expect(snapshot.remarks.join()).toContain('A.txt and a.txt differ by the case of letters only');
  });

  test('with one name in two Unicode forms is refused', async () => {
    const root = writeFiles(makeFolder(), { '\u00e9.txt': '1', 'e\u0301.txt': '2' });
    expect(await faultOf(root)).toMatchObject({ code: 'BAD_ARCHIVE', fault: 'student' });
  });
});

describe('refused folders', () => {
  test('200 MB, also when sparse, before a byte is copied', async () => {
    const root = writeFiles(makeFolder(), { 'a.txt': 'a', 'big.bin': '' });
    truncateSync(join(root, 'big.bin'), 200 * 1024 * 1024);
    const where = options();
    const error: unknown = await openSubmission(root, where).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'TOO_LARGE', fault: 'student' });
    expect(String(error)).toContain('200.0 MiB, the limit is 1.0 MiB; the largest is big.bin with 200.0 MiB');
    expect(() => lstatSync(where.workDir)).toThrow('ENOENT');
  });

  test('too many files, and folders without end', async () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${String(index)}.txt`, '']));
    expect((await faultOf(writeFiles(makeFolder(), many))).message).toBe(
      'the submission has more than 20 files, the limit',
    );
    const root = makeFolder();
    mkdirSync(join(root, 'd/'.repeat(60)), { recursive: true });
    expect((await faultOf(root)).code).toBe('TOO_LARGE');
  });

  test('an empty folder, and one of noise only', async () => {
    expect(await faultOf(makeFolder())).toMatchObject({ code: 'MISSING_FILE', fault: 'student' });
    const noise = await faultOf(writeFiles(makeFolder(), { '.git/x': '' }));
    expect(noise.message).toContain('left out, as no part of a submission: .git');
  });

  test('a file, a pipe and a missing path are reported to the caller', async () => {
    const root = writeFiles(makeFolder(), { 'answers.json': '{}' });
    const file = await faultOf(join(root, 'answers.json'));
    expect(file.code).toBe('USAGE');
    expect(file.message).toMatch(/answers\.json is a file; a submission is a folder, a \.zip or a \.tar\.gz archive$/);
    expect((await faultOf(join(root, 'nowhere'))).message).toMatch(/nowhere does not exist$/);
    execFileSync('mkfifo', [join(root, 'p.zip')]);
    expect((await faultOf(join(root, 'p.zip'))).code).toBe('USAGE');
  });

  test('a work folder that cannot be made is not the student’s fault', async () => {
    const root = writeFiles(makeFolder(), { a: 'a' });
    const error: unknown = await openSubmission(root, {
      limits: LIMITS,
      workDir: join(root, 'a/work'),
      startReader,
    }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ fault: 'system' });
  });
});

describe('a file that changes between listing and reading', () => {
  const readAfter = async (change: (file: string) => void): Promise<{ text: string; remarks: string[] }> => {
    const root = writeFiles(makeFolder(), { 'a.txt': '12345' });
    const source = await openFolder(root, LIMITS);
    change(join(root, 'a.txt'));
    const remarks: string[] = [];
    let text = '';
    for await (const { read } of source.contents()) {
      for await (const part of read(remarks)) text += Buffer.from(part).toString();
    }
    return { text, remarks };
  };

  test('replaced by a link, a pipe or another file, or grown, is not the student’s fault', async () => {
    const secret = join(writeFiles(makeFolder(), { s: 'secret' }), 's');
    const changes: ((file: string) => void)[] = [
      (file) => {
        rmSync(file);
        symlinkSync(secret, file);
      },
      (file) => {
        rmSync(file);
        execFileSync('mkfifo', [file]);
      },
      (file) => {
        linkSync(secret, `${file}2`);
        renameSync(`${file}2`, file);
      },
      (file) => {
        appendFileSync(file, '6');
      },
      (file) => {
        rmSync(file);
      },
    ];
    for (const change of changes) await expect(readAfter(change)).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('cut short is read as it is, with a remark', async () => {
    const { text, remarks } = await readAfter((file) => {
      truncateSync(file, 2);
    });
    expect(text).toBe('12');
    expect(remarks).toEqual(['a.txt changed while it was read: 2 bytes of it were graded']);
  });
});

test('documents: read, missing, too large, changed behind our back', async () => {
  const snapshot = await openSubmission(writeFiles(makeFolder(), { 'a.json': '{}', 'b.json': '123456' }), options());
  const found = await readDocuments(snapshot, [
    { path: './a.json', maxBytes: 5 },
    { path: 'b.json', maxBytes: 5 },
    { path: '../a.json', maxBytes: 5 },
  ]);
  expect(found.get('./a.json')).toEqual({ status: 'read', bytes: Buffer.from('{}') });
  expect(found.get('b.json')).toEqual({ status: 'too-large', bytes: 6, limit: 5 });
  expect(found.get('../a.json')).toEqual({ status: 'missing' });
  chmodSync(join(snapshot.root, 'a.json'), 0o644);
  writeFileSync(join(snapshot.root, 'a.json'), '[]');
  await expect(readDocuments(snapshot, [{ path: 'a.json', maxBytes: 5 }])).rejects.toMatchObject({ code: 'INTERNAL' });
});
