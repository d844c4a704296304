/** What may not be there, and what may not be read: a sentence that says where and what to do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { entriesIfThere, explainReadError, jsonIfThere, textIfThere } from '../../grader/present.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

describe('what is not there', () => {
  test('is no fault, as a file or as a folder, also below a file', async () => {
    const file = join(makeFolder(), 'file');
    writeFileSync(file, '{"a":');
    for (const path of [join(makeFolder(), 'none'), join(file, 'below')]) {
      expect(await textIfThere(path)).toBeNull();
      expect(await entriesIfThere(path)).toEqual([]);
      expect(await jsonIfThere(path)).toBeNull();
    }
    expect(await jsonIfThere(file)).toBeNull();
    writeFileSync(file, '{"a":1}');
    expect(await jsonIfThere(file)).toEqual({ a: 1 });
  });
});

describe('what cannot be read', () => {
  test.each(['EACCES', 'EPERM'])('%s is a matter of rights', (code) => {
    expect(explainReadError('/run/reports', { code })).toMatchObject({
      ...{ code: 'USAGE', message: '/run/reports cannot be read: no permission' },
      advice: 'Give this user the right to read it, or run the command as whoever owns it.',
    });
  });
  test('is told with its path, whatever the reason', async () => {
    // nothing can have such a name
    const path = join(makeFolder(), 'x'.repeat(300));
    const told = { code: 'USAGE', message: `${path} cannot be read: ENAMETOOLONG` };
    await expect(textIfThere(path)).rejects.toMatchObject(told);
    await expect(entriesIfThere(path)).rejects.toMatchObject(told);
    expect(explainReadError('x', null).message).toBe('x cannot be read: unknown reason');
  });
});
