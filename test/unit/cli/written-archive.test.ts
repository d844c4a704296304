/** What becomes of a file that is there already when an archive is written. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { whatIsThere } from '../../../grader/cli/written-archive.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const bytes = (text: string) => new TextEncoder().encode(text);
const how = { force: false, why: 'with other contents', isOwn: (old: Uint8Array) => old[0] === 'o'.charCodeAt(0) };

test('nothing, the same, one of our own, and somebody else’s', async () => {
  const out = join(makeFolder(), 'a.zip');
  expect(await whatIsThere(out, bytes('x'), how)).toBe('new');
  writeFileSync(out, 'x');
  expect(await whatIsThere(out, bytes('x'), how)).toBe('same');
  await expect(whatIsThere(out, bytes('y'), how)).rejects.toMatchObject({
    code: 'USAGE',
    message: `${out} is there already, with other contents: it is left as it is`,
  });
  expect(await whatIsThere(out, bytes('y'), { ...how, force: true })).toBe('replaced');
  writeFileSync(out, 'own');
  expect(await whatIsThere(out, bytes('y'), how)).toBe('replaced');
});
test('a link is never written through', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'secret'), 'x');
  symlinkSync(join(folder, 'secret'), join(folder, 'a.zip'));
  await expect(whatIsThere(join(folder, 'a.zip'), bytes('x'), how)).rejects.toMatchObject({ code: 'USAGE' });
});
