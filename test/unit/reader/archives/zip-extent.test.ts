/** Zip archives among other bytes: read where there is one, and never chosen among two. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { extentOf } from '../../../../grader/reader/archives/zip-extent.js';
import { openZipArchive } from '../../../../grader/reader/archives/zip.js';
import { makeFolder, removeFolders } from '../../../support/folders.js';
import { honestZip, rawZip } from '../../../support/raw-zip.js';

afterAll(removeFolders);

function fileWith(bytes: Uint8Array): string {
  const file = join(makeFolder(), 'a.zip');
  writeFileSync(file, bytes);
  return file;
}

function foundIn(bytes: Uint8Array) {
  const fd = openSync(fileWith(bytes), 'r');
  try {
    return extentOf(fd, bytes.length);
  } finally {
    closeSync(fd);
  }
}

async function textsIn(bytes: Uint8Array): Promise<Record<string, string>> {
  const archive = openZipArchive(fileWith(bytes));
  const names: string[] = [];
  for await (const { name } of archive.entries()) names.push(name);
  const texts: Record<string, string> = {};
  for await (const { index, bytes: parts } of archive.contents(() => true)) {
    const all: Uint8Array[] = [];
    for await (const part of parts) all.push(part);
    texts[names[index] ?? ''] = Buffer.concat(all).toString();
  }
  return texts;
}

const FILES = { 'a.txt': 'first', 'd/b.txt': 'b'.repeat(200_000) };
const BEFORE = Buffer.from('#!/bin/sh\nunzip "$0"\n');
const AFTER = Buffer.from('\r\n--boundary--\r\n');

describe('an archive', () => {
  test('that is the whole file is read as before', async () => {
    expect(foundIn(await honestZip(FILES))).toBeNull();
    expect(foundIn(rawZip([]))).toBeNull();
  });
  test.each([
    ['before', BEFORE, Buffer.alloc(0)],
    ['after', Buffer.alloc(0), AFTER],
    ['before and after', BEFORE, AFTER],
  ])('with bytes %s it', async (_where, before, after) => {
    const zip = await honestZip(FILES);
    const whole = Buffer.concat([before, zip, after]);
    expect(foundIn(whole)).toEqual({ start: before.length, end: before.length + zip.length });
    expect(await textsIn(whole)).toEqual(FILES);
  });
  test('whose places count from the beginning of the file is read as before', () => {
    const zip = rawZip([{ name: 'a', data: 'a' }]);
    // the directory is where the record says, and not before the record
    const directory = zip.indexOf('PK\u0001\u0002');
    const gap = Buffer.concat([zip.subarray(0, zip.length - 22), Buffer.alloc(9), zip.subarray(zip.length - 22)]);
    expect(directory).toBeGreaterThan(0);
    expect(foundIn(gap)).toBeNull();
  });
});

describe('two archives', () => {
  const one = rawZip([{ name: 'a', data: 'good' }]);
  const other = rawZip([{ name: 'a', data: 'bad' }]);
  test.each<[string, Uint8Array]>([
    ['one after the other', Buffer.concat([one, other])],
    ['with bytes between them', Buffer.concat([one, AFTER, other])],
    ['with bytes after them', Buffer.concat([one, other, AFTER])],
    ['of which the second has no end', Buffer.concat([one, other.subarray(0, other.length - 22), AFTER])],
    ['of which the first has no end', Buffer.concat([one.subarray(0, one.length - 22), other])],
  ])('%s are refused', async (_how, bytes) => {
    expect(foundIn(bytes)).toBeNull();
    await expect(textsIn(bytes)).rejects.toThrow();
  });
});

test.each<[string, Uint8Array]>([
  ['nothing', Buffer.alloc(0)],
  ['no archive', Buffer.alloc(100_000, 'PK')],
  ['an end alone', Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18, 0xff)])],
  ['an end that is cut off', Buffer.concat([BEFORE, Buffer.from('PK\u0005\u0006abc')])],
  ['more before it than may be', Buffer.concat([Buffer.alloc(2 << 20), rawZip([{ name: 'a' }])])],
])('%s is not looked for further', (_what, bytes) => {
  expect(foundIn(bytes)).toBeNull();
});
