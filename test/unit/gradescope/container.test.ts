/** Memory and processors of a container, in both versions of the kernel's control groups. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { placeHere } from '../../../grader/gradescope/container.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const MIB = 1024 * 1024;

function place(own: string, files: Readonly<Record<string, string>>) {
  const folder = makeFolder();
  const groups = join(folder, 'groups');
  writeFileSync(join(folder, 'own'), own);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(groups, path)), { recursive: true });
    writeFileSync(join(groups, path), `${text}\n`);
  }
  return placeHere({ groups, own: join(folder, 'own') });
}

const HALF = { memoryBytes: 768 * MIB, processors: 0.5, isLimited: true, isKnown: true };

test.each<[string, string, Record<string, string>]>([
  ['version 2, as a container sees it', '0::/\n', { 'memory.max': String(768 * MIB), 'cpu.max': '50000 100000' }],
  [
    'version 2, limited by a group above its own',
    '0::/docker/abc/inner\n',
    {
      'docker/abc/memory.max': String(768 * MIB),
      'docker/abc/inner/memory.max': 'max',
      'docker/abc/cpu.max': '50000 100000',
    },
  ],
  [
    'version 1, by the name of the group',
    '4:memory:/docker/abc\n1:cpuacct,cpu:/docker/abc\n',
    {
      'memory/docker/abc/memory.limit_in_bytes': String(768 * MIB),
      'cpu/docker/abc/cpu.cfs_quota_us': '50000',
      'cpu/docker/abc/cpu.cfs_period_us': '100000',
    },
  ],
  [
    'version 1, where the container sees its own group alone, under another name',
    '4:memory:/docker/abc\n1:cpu:/docker/abc\n',
    {
      'memory/memory.limit_in_bytes': String(768 * MIB),
      'cpu/cpu.cfs_quota_us': '50000',
      'cpu/cpu.cfs_period_us': '100000',
    },
  ],
])('%s', (_what, own, files) => {
  expect(place(own, files)).toEqual(HALF);
});

test.each<[string, string, Record<string, string>, boolean]>([
  ['no limits', '0::/\n', { 'memory.max': 'max', 'cpu.max': 'max 100000' }, true],
  [
    'limits of version 1 that are none',
    '4:memory:/\n',
    { 'memory/memory.limit_in_bytes': '9223372036854771712', 'cpu/cpu.cfs_quota_us': '-1' },
    true,
  ],
  ['no control groups at all', '', {}, false],
  ['nonsense', 'x\n0::/../../etc\n', { 'memory.max': 'NaN', 'cpu.max': '0 0' }, true],
])('%s: the machine as it is', (_what, own, files, isKnown) => {
  const found = place(own, files);
  expect(found).toMatchObject({ memoryBytes: totalmem(), isLimited: false, isKnown });
  expect(found.processors).toBeGreaterThanOrEqual(1);
});
