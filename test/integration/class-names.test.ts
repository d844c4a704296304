/** Names in any script, or with emoji, are accepted: no student is refused, lost or taken for another. */
import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSubmission } from '../../grader/intake/open.js';
import { idsFor } from '../../grader/intake/class/ids.js';
import { examineName, showName } from '../../grader/files/names.js';
import { printable } from '../../grader/report/printable.js';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { honestZip } from '../support/raw-zip.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

const NAMES = [
  'علی\u200cرضا محمدی', // Persian, with a zero width non-joiner
  'ශ\u200dරී ලංකා', // Sinhala, with a zero width joiner
  '👩🏽\u200d🎓 Zoë', // an emoji of several
  '❤\ufe0f Ann', // a variation selector
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Sco', // a flag, with tags
  'Screenshot 9.41\u202fAM', // the narrow space of macOS
  "D'Arcy O\u2019Neill",
  'אבי כהן',
  '王小明',
  'Nguyễn Thị Ánh',
];

test.each(NAMES)('%s is an id as it is, and shown as it is', (name) => {
  const remarks: string[] = [];
  expect(idsFor([name], (remark) => remarks.push(remark))).toEqual([name.normalize('NFC')]);
  expect(remarks).toEqual([]);
  expect(showName(name)).toBe(name);
  expect(printable(name)).toBe(name);
  expect(examineName(`${name}/${name}.png`)).toMatchObject({ kind: 'ok' });
});

test('of folders, archives and files in them, in a folder and in a zip', async () => {
  const files = Object.fromEntries(NAMES.map((name) => [`${name}/${name}.txt`, '']));
  const folder = writeFiles(makeFolder(), files);
  const zip = join(makeFolder(), 'c.zip');
  writeFileSync(zip, await honestZip(files));
  for (const path of [folder, zip]) {
    const found = await findClass(path);
    expect(found.map(({ id }) => id).sort()).toEqual(NAMES.map((name) => name.normalize('NFC')).sort());
    for (const { id, path: own, open } of found) {
      const options = { limits: { submissionBytes: 100, files: 5 }, workDir: makeFolder(), startReader, open };
      expect(await openSubmission(own, options)).toMatchObject({ files: [{ path: `${id}.txt` }], remarks: [] });
    }
  }
});

test('a mark of direction in a right-to-left file name is kept', () => {
  expect(examineName('דוח\u200f.txt')).toEqual({ kind: 'ok', path: 'דוח\u200f.txt' });
});

describe('names that become one', () => {
  test.each([
    ['accents composed or not', 'Jos\u00e9', 'Jose\u0301'],
    ['letters of another case', 'STRASSE', 'straße'],
    ['a joiner that does not show', 'ann', 'a\u200dnn'],
    ['what is made visible', 'a\u202eb', 'a\u2066b'],
    ['a mark of direction', 'אבי', 'אבי\u200f'],
  ])('by %s are two submissions', async (_what, one, other) => {
    const found = await findClass(writeFiles(makeFolder(), { [`${one}/a`]: '', [`${other}/a`]: '' }));
    const ids = found.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    const onDisk = ids.map((id) =>
      id
        .normalize('NFC')
        .toUpperCase()
        .replace(/\p{Default_Ignorable_Code_Point}/gu, ''),
    );
    expect(new Set(onDisk).size).toBe(2);
    // the folder of the report and the id in it are one
    for (const id of ids) expect(printable(id)).toBe(id);
  });

  test('no student gets the id that is made for another', () => {
    const [made = ''] = idsFor(['a\nb'], () => undefined);
    expect(new Set(idsFor(['a\nb', made], () => undefined)).size).toBe(2);
  });
});

test('a folder whose name is not UTF-8 is said to have such a name, not to be missing', async () => {
  const root = writeFiles(makeFolder(), { 'ann/a': '' });
  const name = Buffer.concat([Buffer.from(join(root, 'bad')), Buffer.from([0xff, 0xfe]), Buffer.from('name')]);
  mkdirSync(name);
  const path = (await findClass(root)).find(({ id }) => id.startsWith('bad'))?.path ?? '';
  const options = { limits: { submissionBytes: 100, files: 5 }, workDir: makeFolder(), startReader };
  await expect(openSubmission(path, options)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(/bad\ufffd\ufffdname cannot be opened: a name in this path is not UTF-8/) as unknown,
  });
});
