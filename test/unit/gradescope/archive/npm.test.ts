/** A package as npm gives it: here from a folder, so that no registry is asked. */
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { fetchFromNpm } from '../../../../grader/gradescope/archive/npm.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';

afterAll(removeFolders);

test('is unpacked with its programs, and what npm does not get is told in a sentence', async () => {
  const folder = writeFiles(makeFolder(), {
    'package.json': '{ "name": "@scope/tiny", "version": "1.0.0" }',
    'bin/node': '#!/bin/sh\n',
    'deep/er/file.txt': 'text',
  });
  chmodSync(join(folder, 'bin/node'), 0o755);
  const fetched = await fetchFromNpm('@scope/tiny', `file:${folder}`);
  expect(readFileSync(join(fetched, 'deep/er/file.txt'), 'utf8')).toBe('text');
  expect(statSync(join(fetched, 'bin/node')).mode & 0o111).toBe(0o111);
  await expect(fetchFromNpm('@scope/tiny', `file:${folder}/none`)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(/^npm does not get @scope\/tiny@file:.*: npm error/),
    advice: expect.stringContaining('on Linux on x86-64, where nothing has to be fetched'),
  });
}, 60_000);
