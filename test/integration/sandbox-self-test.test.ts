/** The self-test of drivers, and the cache of its result. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeBubblewrapDriver } from '../../grader/sandbox/drivers/bubblewrap.js';
import { chooseDriver, examineDrivers } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { recall, remember } from '../../grader/cache/facts.js';
import { makeConfineDriver } from '../../grader/sandbox/drivers/confine.js';
import { LAUNCHER } from '../../grader/sandbox/drivers/confine-launcher.js';
import { makeProcessDriver } from '../../grader/sandbox/drivers/process.js';
import { findLeak } from '../../grader/sandbox/drivers/self-test.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

let driver: Driver;
beforeAll(() => {
  driver = makeBubblewrapDriver();
});
afterAll(removeFolders);

describe('the self-test', () => {
  test('passes for confine', async () => {
    expect(await findLeak(makeConfineDriver())).toBeNull();
  });

  test.each([
    ['the filter of system calls', "kernel('seccomp', 1, 0, $program) == 0", 'start a process'],
    ['the change of user', 'if (defined $uid)', 'be root'],
  ])('fails for a confine without %s', async (_what, step, hole) => {
    const launcher = LAUNCHER.replace(step, step.startsWith('if') ? 'if (0)' : '1');
    expect(launcher).not.toBe(LAUNCHER);
    expect((await findLeak(makeConfineDriver({ launcher })))?.sentence).toContain(hole);
  });

  test('passes for bubblewrap, and finds the holes in what is not a sandbox', async () => {
    expect(await findLeak(driver)).toBeNull();
    const leak = await findLeak(makeProcessDriver());
    for (const hole of ['read a file outside', 'start a process', 'connect to the grader']) {
      expect(leak?.sentence).toContain(hole);
    }
  });

  test.each([
    ['darwin', 'macOS'],
    ['win32', 'Windows'],
    ['freebsd', 'freebsd'],
  ])('on %s: says that it needs another system, and tries nothing', async (platform, named) => {
    const own = Object.getOwnPropertyDescriptor(process, 'platform');
    Object.defineProperty(process, 'platform', { ...own, value: platform });
    const message = `sandboxes need Linux, and this is ${named}`;
    try {
      await expect(chooseDriver()).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE', message });
      await expect(chooseDriver('confine')).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE', message });
      expect((await examineDrivers()).map(({ works, reason }) => [works, reason === message])).toEqual([
        [false, true],
        [false, true],
        [true, false],
      ]);
    } finally {
      Object.defineProperty(process, 'platform', { ...own });
    }
  });

  test('says how to fix what is missing', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = makeFolder();
    try {
      await expect(chooseDriver()).rejects.toMatchObject({
        code: 'SANDBOX_UNAVAILABLE',
        message: 'bubblewrap is not installed; perl is not installed',
        advice: 'Run: sudo apt-get install bubblewrap',
      });
      const findings = await examineDrivers();
      expect(findings.map(({ name, works }) => [name, works])).toEqual([
        ['bubblewrap', false],
        ['confine', false],
        ['process', true],
      ]);
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('a broken bubblewrap is not used', async () => {
    const folder = makeFolder();
    writeFiles(folder, { bwrap: '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'bwrap'), 0o755);
    const path = process.env['PATH'] ?? '';
    process.env['PATH'] = `${folder}:${path}`;
    try {
      const failure: Record<string, unknown> = {
        code: 'SANDBOX_UNAVAILABLE',
        advice: expect.stringContaining('sysctl'),
      };
      await expect(chooseDriver('bubblewrap')).rejects.toMatchObject(failure);
      // the next in order, whose report says what is missing
      const next = await chooseDriver();
      expect([next.name, next.gaps.length > 0]).toEqual(['confine', true]);
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('the cache between runs', () => {
  const inFolder = (change: (folder: string) => void): string | null => {
    const before = process.env['XDG_CACHE_HOME'];
    const home = mkdtempSync(join(makeFolder(), 'cache-'));
    process.env['XDG_CACHE_HOME'] = home;
    try {
      remember('answer', ['facts'], 'holds');
      change(join(home, 'tuxgrade'));
      return recall('answer', ['facts']);
    } finally {
      if (before === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = before;
    }
  };

  test('comes back for the same facts, from a private file', () => {
    expect(
      inFolder((folder) => {
        expect(statSync(folder).mode & 0o777).toBe(0o700);
        expect(statSync(join(folder, 'answer')).mode & 0o777).toBe(0o600);
        expect(readFileSync(join(folder, 'answer'), 'utf8')).toMatch(/^[0-9a-f]{64}\nholds$/);
        expect(recall('answer', ['other facts'])).toBeNull();
        expect(recall('another', ['facts'])).toBeNull();
      }),
    ).toBe('holds');
  });

  test.each<[string, (folder: string) => void]>([
    [
      'others can write the file',
      (folder) => {
        chmodSync(join(folder, 'answer'), 0o666);
      },
    ],
    [
      'others can read the folder',
      (folder) => {
        chmodSync(folder, 0o755);
      },
    ],
    [
      'the file is a link',
      (folder) => {
        renameSync(join(folder, 'answer'), join(folder, 'real'));
        symlinkSync(join(folder, 'real'), join(folder, 'answer'));
      },
    ],
    [
      'the folder is a link',
      (folder) => {
        renameSync(folder, `${folder}-real`);
        symlinkSync(`${folder}-real`, folder);
      },
    ],
    [
      'the file is a folder',
      (folder) => {
        renameSync(join(folder, 'answer'), join(folder, 'real'));
        mkdirSync(join(folder, 'answer'), { mode: 0o700 });
      },
    ],
    ...(process.getuid?.() === 0
      ? [
          [
            'the file is somebody else’s',
            (folder: string) => {
              chownSync(join(folder, 'answer'), 12345, 12345);
            },
          ] as [string, (folder: string) => void],
        ]
      : []),
  ])('is not trusted when %s', (_, change) => {
    expect(inFolder(change)).toBeNull();
  });
});
