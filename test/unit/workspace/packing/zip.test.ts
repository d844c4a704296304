/** The archive's bytes follow from its files alone. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isOwnZip, zipOf } from '../../../../grader/workspace/packing/zip.js';

const files = [
  { path: 'a.ts', bytes: new TextEncoder().encode('export const a = 1;\n') },
  { path: 'ü/b.json', bytes: new TextEncoder().encode('{}') },
];
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('the same whenever and wherever it is made, and another for other files', async () => {
  const zone = process.env['TZ'];
  const made = [];
  for (const one of ['UTC', 'Asia/Tokyo', 'America/Chicago']) {
    process.env['TZ'] = one;
    made.push(digestOf(await zipOf(files)));
  }
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  expect(new Set(made).size).toBe(1);
  expect(digestOf(await zipOf(files.slice(0, 1)))).not.toBe(made[0]);
});

test('it is recognised, and nothing else is', async () => {
  const archive = await zipOf(files);
  expect(isOwnZip(archive)).toBe(true);
  expect(isOwnZip(archive.subarray(0, archive.length - 1))).toBe(false);
  expect(isOwnZip(new Uint8Array())).toBe(false);
  expect(isOwnZip(new TextEncoder().encode('my thesis'))).toBe(false);
});
