/** What `doctor` reports, and what other commands do, on machines where something is missing. */
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { mountDisk, testUnless, unmountDisk, whyNoDisk } from '../support/where-possible.js';

afterAll(removeFolders);

const PERFECT = 'submissions/quiz2/perfect';

/** A PATH with what the sandboxes need but for `ldd`. */
function pathWithoutLdd(): string {
  const folder = makeFolder();
  for (const name of ['bwrap', 'prlimit', 'perl']) {
    const found = (process.env['PATH'] ?? '').split(':').find((path) => existsSync(join(path, name)));
    if (found !== undefined) symlinkSync(join(found, name), join(folder, name));
  }
  return folder;
}

async function expectNoPlace(TMPDIR: string, why: string): Promise<void> {
  const sentence = `no temporary files in ${TMPDIR}: ${why}`;
  const { exitCode, stdout, stderr } = await runCli(['doctor'], { env: { TMPDIR } });
  expect([exitCode, stderr]).toEqual([4, '']);
  expect(stdout).toContain(`✗ temporary    ${sentence}\n      Set TMPDIR to a folder that can be written`);
  expect(stdout).not.toMatch(/\n\s+at /);
}

describe('the folder for temporary files', () => {
  test('is not there', async () => {
    const TMPDIR = join(makeFolder(), 'none');
    await expectNoPlace(TMPDIR, 'there is no such folder');
    const out = join(makeFolder(), 'out');
    for (const command of [
      ['grade', PERFECT],
      ['precheck', PERFECT],
      ['batch', 'submissions/quiz2', '--out', out],
    ]) {
      const { exitCode, stderr } = await runCli([...command, '--rubric', 'quiz2'], { env: { TMPDIR } });
      expect([exitCode, stderr.split('\n')[0]]).toEqual([
        4,
        `tuxgrade: no temporary files in ${TMPDIR}: there is no such folder`,
      ]);
    }
  });
  test('cannot be written', async () => {
    await expectNoPlace('/sys', 'no permission to write there');
  });
  testUnless(whyNoDisk(), 'a full temporary folder')('is full', async () => {
    const folder = makeFolder();
    mountDisk(folder, '64k');
    try {
      await expectNoPlace(folder, 'the disk is full');
    } finally {
      unmountDisk(folder);
    }
  });
});

test('without ldd there is no sandbox, but precheck works', async () => {
  // what earlier runs have kept of its answers is elsewhere
  const env = { PATH: pathWithoutLdd(), XDG_CACHE_HOME: makeFolder() };
  const { exitCode, stdout, stderr } = await runCli(['doctor'], { env });
  expect([exitCode, stderr]).toEqual([4, '']);
  expect(stdout).toMatch(/✗ bubblewrap +ldd is not installed/);
  expect((await runCli(['precheck', PERFECT, '--rubric', 'quiz2'], { env })).exitCode).toBe(0);
});

describe('--gradescope', () => {
  test('says what is there, and whether a rubric fits', async () => {
    const { exitCode, stdout } = await runCli([
      'doctor',
      '--gradescope',
      '--rubric',
      'quiz2',
      '--timeout',
      '1',
      '--json',
    ]);
    const { usable, gradescope } = JSON.parse(stdout) as {
      usable: boolean;
      gradescope: { name: string; works: boolean; isNeeded: boolean; reason: string; fix: string | null }[];
    };
    const found = new Map(gradescope.map((one) => [one.name, one]));
    expect([...found.keys()]).toEqual(['sandbox', 'place', 'rubric', 'memory', 'time']);
    expect(found.get('rubric')).toMatchObject({ works: true, reason: 'quiz2: 7 checks of 100 points' });
    // half a processor needs a minute for what the rubric allows
    expect(found.get('time')).toMatchObject({
      works: false,
      isNeeded: false,
      fix: expect.stringContaining('--timeout'),
    });
    for (const one of gradescope) expect(one.works || one.fix !== null).toBe(true);
    expect(usable).toBe(found.get('sandbox')?.works);
    expect(exitCode).toBe(usable ? 0 : 4);
  });
  test('a broken rubric cannot be graded with, and its options mean nothing alone', async () => {
    const rubric = join(makeFolder(), 'rubric.yaml');
    writeFileSync(rubric, 'id: [');
    const broken = await runCli(['doctor', '--gradescope', '--rubric', rubric]);
    expect([broken.exitCode, broken.stdout]).toEqual([4, expect.stringContaining('✗ rubric')]);
    expect(broken.stdout).toContain('Nothing can be graded here.');
    const alone = await runCli(['doctor', '--rubric', 'quiz2']);
    expect([alone.exitCode, alone.stderr]).toEqual([2, expect.stringContaining('--rubric needs --gradescope')]);
  });
});
