/** What a run survives: a kill, a full disk, a changed rubric, a busy machine. With the command line. */
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import {
  CLASS,
  finishedIn,
  idsIn,
  journalIn,
  leaveVisible,
  makeClass,
  reportsIn,
  runBatch,
  scoresIn,
  startBatch,
} from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { measureWithChildren } from '../support/processor-time.js';
import { MAIN } from '../support/run-cli.js';
import { until } from '../support/until.js';
import { describeUnless } from '../support/where-possible.js';

const ALL = CLASS.length;

const hasFinished = (out: string, count: number) =>
  existsSync(join(out, 'journal.jsonl')) && finishedIn(out).length >= count;

let folder = '';
let rubric = '';
/** A run that nothing disturbed, and the processor time that it took. */
let quiet = '';
let quietMs = 0;
const argsFor = (out: string, ...more: string[]) => [folder, '--rubric', rubric, '--out', out, ...more];

beforeAll(async () => {
  ({ folder, rubric } = makeClass(CLASS, 0.5));
  leaveVisible(rubric);
  quiet = makeFolder();
  const spent = measureWithChildren();
  const { exitCode, stderr } = await startBatch(argsFor(quiet));
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${String(ALL)} of ${String(ALL)} graded`)]);
  quietMs = spent();
}, 120_000);
afterAll(removeFolders);

/** Returns what a run that ends well says, which contains this. */
async function runSaying(text: string, args: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await runBatch(args);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(text)]);
  return stderr;
}

/** A copy of the undisturbed run, to be damaged. */
async function copyOfRun(): Promise<string> {
  const out = makeFolder();
  await execa('cp', ['-a', `${quiet}/.`, out]);
  return out;
}

function expectSame(out: string): void {
  // reports first: they say why
  expect(reportsIn(out)).toEqual(reportsIn(quiet));
  expect(scoresIn(out)).toBe(scoresIn(quiet));
}

describe('a run that was killed', () => {
  test('goes on where it was: nothing is lost, nothing is graded twice', async () => {
    const out = makeFolder();
    for (const finished of [1, 3, 5]) {
      const running = startBatch(argsFor(out, '--resume', '--jobs', '1'));
      await until(() => hasFinished(out, finished), `${String(finished)} are finished`);
      running.kill('SIGKILL');
      expect((await running).signal).toBe('SIGKILL');
    }
    await runSaying('were finished before and kept', argsFor(out, '--resume'));
    expectSame(out);
    expect(idsIn(out).sort()).toEqual([...new Set(idsIn(out))].sort());
  }, 180_000);

  test('with a last line that was cut short', async () => {
    const out = await copyOfRun();
    const path = join(out, 'journal.jsonl');
    truncateSync(path, readFileSync(path).length - 40);
    await runSaying(`${String(ALL - 1)} were finished before`, argsFor(out, '--resume'));
    expect(idsIn(out)).toHaveLength(ALL);
    expectSame(out);
  }, 60_000);

  test('by Ctrl-C ends at once and says how to go on', async () => {
    const out = makeFolder();
    const spent = measureWithChildren();
    const running = startBatch(argsFor(out));
    await until(() => existsSync(join(out, 'journal.jsonl')), 'it has begun');
    running.kill('SIGINT');
    const { exitCode, stderr } = await running;
    expect(spent()).toBeLessThan(quietMs / 2);
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`To continue: tuxgrade batch ${folder} --rubric ${rubric} --out ${out} --resume`);
    expect((await runBatch(argsFor(out, '--resume'))).exitCode).toBe(0);
    expectSame(out);
  }, 60_000);
});

describe('a journal that does not fit', () => {
  test('edited by hand is not trusted', async () => {
    const out = await copyOfRun();
    const [first = ''] = finishedIn(out);
    const forged = first.replace(/"report":"[0-9a-f]{64}"/, `"report":"${'0'.repeat(64)}"`);
    const lines = journalIn(out).flatMap((line) => (line === first ? [forged, 'no JSON at all'] : [line]));
    writeFileSync(join(out, 'journal.jsonl'), `${lines.join('\n')}\n`);
    const at = lines.indexOf(forged) + 1;
    const said = await runSaying(`${String(ALL - 1)} were finished before`, argsFor(out, '--resume'));
    expect(said).toMatch(RegExp(`journal\\.jsonl: line ${String(at)}, about .*is ignored`));
    expect(said).toContain(`line ${String(at + 1)} was changed`);
    expectSame(out);
  }, 60_000);

  test('of another rubric is refused, and so is a run without --resume', async () => {
    const other = await runBatch([folder, '--rubric', 'hw2-circle', '--out', quiet, '--resume']);
    expect([other.exitCode, other.stderr]).toEqual([
      2,
      expect.stringContaining('contains a run of the rubric quiz2, not of hw2-circle'),
    ]);
    const again = await runBatch(argsFor(quiet));
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringMatching(/already contains a run\n.*--resume/)]);
    const out = await copyOfRun();
    writeFileSync(join(out, 'run.json'), '{');
    const lost = await runBatch(argsFor(out, '--resume'));
    expect([lost.exitCode, lost.stderr]).toEqual([2, expect.stringContaining('run.json is missing or damaged')]);
  }, 60_000);
});

describe('changes since the last run', () => {
  test('a submission, and a report that was lost or changed: those alone are graded again', async () => {
    const out = await copyOfRun();
    const own = makeFolder();
    await execa('cp', ['-a', `${folder}/.`, own]);
    appendFileSync(join(own, 'perfect', 'backprop.ts'), '\n// a comment\n');
    rmSync(join(out, 'reports', 'nan', 'report.json'));
    appendFileSync(join(out, 'reports', 'throws', 'report.json'), ' ');
    const args = [own, '--rubric', rubric, '--out', out, '--resume'];
    const said = await runSaying(`${String(ALL - 3)} were finished before`, args);
    expect(said).toContain('perfect was graded again: the submission changed');
    for (const id of ['nan', 'throws']) {
      expect(said).toContain(`${id} was graded again: its report is missing or was changed`);
    }
    expect(existsSync(join(out, 'reports', 'perfect', 'earlier', '0001.json'))).toBe(true);
    expect(scoresIn(out)).toBe(scoresIn(quiet));
  }, 60_000);

  test('the rubric: all are graded again, and the old reports are kept', async () => {
    const out = await copyOfRun();
    const changed = join(makeFolder(), 'quiz2.yaml');
    writeFileSync(changed, readFileSync(rubric, 'utf8').replace('callSeconds: 0.5', 'callSeconds: 0.6'));
    const { exitCode, stderr } = await runBatch([folder, '--rubric', changed, '--out', out, '--resume']);
    expect(exitCode).toBe(0);
    expect(stderr.match(/was graded again: the rubric, its data or the grader changed/g)).toHaveLength(ALL);
    expect(existsSync(join(out, 'reports', 'nan', 'earlier', '0001.json'))).toBe(true);
  }, 60_000);
});

test('two runs in one folder: the second is refused, and the first, one submission at a time, gives the same scores', async () => {
  const out = makeFolder();
  const first = startBatch(argsFor(out, '--jobs', '1'));
  await until(() => existsSync(join(out, 'journal.jsonl')), 'the first has begun');
  const second = await runBatch(argsFor(out, '--resume'));
  expect([second.exitCode, second.stderr]).toEqual([2, expect.stringMatching(/is in use by process \d+ on /)]);
  expect((await first).exitCode).toBe(0);
  expectSame(out);
}, 60_000);

describe('the same scores', () => {
  test('all at a time, with every core busy with other work and a clock that jumps', async () => {
    const jumps = join(makeFolder(), 'jumps.mjs');
    writeFileSync(
      jumps,
      `const { now } = Date; let call = 0;
       Date.now = () => now() + (call++ % 2 === 0 ? -1 : 1) * 86_400_000 * (call % 7);`,
    );
    const busy = Array.from({ length: availableParallelism() }, () =>
      execa(process.execPath, ['-e', 'for(;;);'], { reject: false }),
    );
    try {
      const out = makeFolder();
      const run = startBatch(argsFor(out, '--jobs', String(ALL)), { NODE_OPTIONS: `--import ${jumps}` });
      expect((await run).exitCode).toBe(0);
      expectSame(out);
    } finally {
      for (const loop of busy) loop.kill('SIGKILL');
      await Promise.all(busy);
    }
  }, 300_000);

  test('when the grader is stopped for longer than a submission may wait, and goes on', async () => {
    const out = makeFolder();
    const run = startBatch(argsFor(out, '--jobs', '2'));
    await until(() => hasFinished(out, 2), 'two are finished');
    // of half a second of the processor: 5 + 1 seconds of waiting
    run.kill('SIGSTOP');
    // nothing happens that could be waited for: the time itself is what is tried
    await new Promise((resolve) => setTimeout(resolve, 9000));
    run.kill('SIGCONT');
    expect((await run).exitCode).toBe(0);
    expectSame(out);
  }, 60_000);
});

/** A file system of its own, in a mount namespace that nobody else sees. */
const whyNoMount = process.platform === 'linux' && process.getuid?.() === 0 ? null : 'only root may mount one';
const withDisk = (script: string) =>
  execa('unshare', ['--mount', 'bash', '-c', script], { reject: false, stdin: 'ignore' });

describeUnless(whyNoMount, 'full and read-only disks')('an output folder', () => {
  const command = (out: string, ...more: string[]) =>
    [process.execPath, MAIN, 'batch', ...argsFor(out, ...more)].map((word) => `'${word}'`).join(' ');

  test('on a full disk ends the run with what is finished, and continues when there is space', async () => {
    const [disk, kept] = [makeFolder(), makeFolder()];
    const { stdout, stderr } = await withDisk(`
      mount -t tmpfs -o size=200k tmpfs ${disk} || exit 9
      ${command(disk, '--jobs', '1')} > /dev/null; echo "full: $?"
      mount -o remount,size=100m ${disk}
      ${command(disk, '--resume')} > /dev/null; echo "room: $?"
      cp -a ${disk}/. ${kept}`);
    expect(stdout).toBe('full: 4\nroom: 0');
    expect(stderr).toContain('the disk is full');
    expect(stderr).toContain('were finished before');
    expectSame(kept);
  }, 90_000);

  test('on a read-only disk is refused before anything runs', async () => {
    const disk = makeFolder();
    const { stdout, stderr } = await withDisk(`
      mount -t tmpfs -o ro tmpfs ${disk} || exit 9
      ${command(disk)} > /dev/null; echo "read-only: $?"`);
    expect([stdout, stderr]).toEqual(['read-only: 2', expect.stringContaining('no permission')]);
  }, 60_000);
});
