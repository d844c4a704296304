/**
 * Grades a large class with the command line: submissions per second, cost of each, and whether these stay constant.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execa } from 'execa';
import { mainIn } from '../support/run-cli.js';

const MIB = 1024 * 1024;
const TICKS_A_SECOND = 100;
const PAGE_BYTES = 4096;
/** What the journal has of a submission is about this long; it is counted exactly at the end. */
const EVERY_MS = 500;

type Print = (name: string, value: string) => void;

/** Different students: a comment makes each file another one. */
export function makeStudents(folder: string, template: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const own = join(folder, `student-${String(index).padStart(5, '0')}`);
    mkdirSync(own, { recursive: true });
    for (const file of readdirSync(template)) copyFileSync(join(template, file), join(own, file));
    const code = readFileSync(join(template, 'backprop.ts'), 'utf8');
    writeFileSync(join(own, 'backprop.ts'), `// student ${String(index)}\n${code}`);
  }
}

interface Sample {
  readonly journalBytes: number;
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

/** Grades `count` students and prints the cost. `work` and its content are kept. */
export async function benchClass(work: string, root: string, count: number, print: Print): Promise<void> {
  const [folder, out] = [join(work, `class-${String(count)}`), join(work, `run-${String(count)}`)];
  makeStudents(folder, join(root, 'submissions/quiz2/perfect'), count);
  const started = performance.now();
  const main = mainIn(root);
  const child = execa(process.execPath, [main, 'batch', folder, '--rubric', 'quiz2', '--out', out], {
    cwd: root,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  });
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    const sample = sampleOf(child.pid ?? 0, join(out, 'journal.jsonl'));
    if (sample !== null) samples.push(sample);
  }, EVERY_MS);
  await child;
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  const lines = readFileSync(join(out, 'journal.jsonl'), 'utf8').match(/"status":/g)?.length ?? 0;
  if (lines !== count) throw new Error(`${String(lines)} of ${String(count)} are in the journal`);
  const perByte = count / statSync(join(out, 'journal.jsonl')).size;
  const name = `class of ${String(count)}`;
  print(name, `${(count / seconds).toFixed(1)} submissions/s (${seconds.toFixed(1)} s in all; aim 10/s)`);
  const cost = (from: number, to: number) => costBetween(samples, from, to, perByte);
  print('  processor time of each', `${cost(0.05, 1).toFixed(3)} s`);
  const [early, late] = [cost(0.05, 0.35), cost(0.7, 1)];
  const growth = (late / early - 1) * 100;
  print(
    '  first third, last third',
    `${early.toFixed(3)} s, ${late.toFixed(3)} s (${growth.toFixed(0)} %; aim within 10 %)`,
  );
  const most = Math.max(...samples.map(({ rssBytes }) => rssBytes));
  print('  peak memory of the parent', `${(most / MIB).toFixed(0)} MiB (aim 300)`);
}

/** The grader with all children that it has waited for. */
function sampleOf(pid: number, journal: string): Sample | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // utime, stime, cutime, cstime; then, further on, rss
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return {
      journalBytes: statSync(journal).size,
      cpuSeconds: ticks / TICKS_A_SECOND,
      rssBytes: (fields[21] ?? 0) * PAGE_BYTES,
    };
  } catch {
    return null;
  }
}

/** Seconds of the processor a submission between two shares of the way. */
function costBetween(samples: readonly Sample[], from: number, to: number, perByte: number): number {
  const end = samples.at(-1)?.journalBytes ?? 0;
  const at = (share: number) => samples.find(({ journalBytes }) => journalBytes >= share * end) ?? samples.at(-1);
  const [first, last] = [at(from), at(to)];
  if (first === undefined || last === undefined) return NaN;
  return (last.cpuSeconds - first.cpuSeconds) / ((last.journalBytes - first.journalBytes) * perByte);
}
