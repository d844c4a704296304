/**
 * Autograders of Gradescope for the shipped rubrics, with what it gives by itself: half a processor and 768 MB, by control
 * groups, in a root like that of its container.
 */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { makeAutograder, whyNoRoot } from '../support/autograder-root.js';
import { makeGroup, type ControlGroup } from '../support/control-groups.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

const MIB = 1024 * 1024;
const LIMITS = { memoryBytes: 768 * MIB, processors: 0.5 };
const HOMEWORK = [
  ['quiz2', 'perfect', ''],
  ['hw2-circle', 'good', ''],
  ['hw3-supertux', 'good', '; aims 60 s, 700 MiB'],
] as const;

export async function benchGradescope(root: string, print: Print): Promise<void> {
  const why = whyNoRoot() ?? whyNoGroup();
  if (why !== null) {
    print('autograder of Gradescope', `not measured: ${why}`);
    return;
  }
  for (const [rubric, submission, aims] of HOMEWORK) {
    const work = mkdtempSync(join(tmpdir(), 'tuxgrade-gradescope-'));
    try {
      const archive = join(work, 'autograder.zip');
      const main = mainIn(root);
      const started = performance.now();
      await execa(process.execPath, [main, 'gradescope', 'pack', rubric, '--out', archive]);
      const packed = `${((performance.now() - started) / 1000).toFixed(1)} s`;
      print(
        `autograder.zip of ${rubric}`,
        `${(statSync(archive).size / MIB).toFixed(1)} MiB, packed in ${packed} (aim 90 MiB)`,
      );
      await benchRun(archive, join(root, 'submissions', rubric, submission), aims, print);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}

function whyNoGroup(): string | null {
  try {
    makeGroup('tuxgrade-tried', LIMITS).remove();
    return null;
  } catch (error) {
    return `no control groups can be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function benchRun(archive: string, submission: string, aims: string, print: Print): Promise<void> {
  const autograder = await makeAutograder(archive);
  try {
    cpSync(submission, join(autograder.root, 'autograder', 'submission'), { recursive: true });
    const setup = await measured((group) => autograder.runIn(group.enter, '/autograder/source/setup.sh'));
    print('  setup.sh, half a processor', setup.told);
    const { told, stdout } = await measured((group) => autograder.runIn(group.enter, '/autograder/run_autograder'));
    print('  run_autograder, half a processor', `${told} (${/: (.* points)/.exec(stdout)?.[1] ?? 'ungraded'}${aims})`);
  } finally {
    rmSync(autograder.root, { recursive: true, force: true });
  }
}

async function measured(run: (group: ControlGroup) => Promise<{ readonly stdout: string }>) {
  const group = makeGroup(`tuxgrade-${String(process.pid)}`, LIMITS);
  try {
    const started = performance.now();
    const { stdout } = await run(group);
    const wall = ((performance.now() - started) / 1000).toFixed(1);
    const memory = `${(group.peakBytes() / MIB).toFixed(0)} MiB of all its programs and files`;
    return { stdout, told: `${wall} s, CPU ${group.cpuSeconds().toFixed(1)} s, ${memory}` };
  } finally {
    group.remove();
  }
}
