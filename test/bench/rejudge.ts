/**
 * What keeping observations costs and gives: sizes, the share of a class's time, and judging 10,000 submissions again.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLine, type Line } from '../../grader/batch/journal-lines.js';
import { sha256 } from '../../grader/kept/digest.js';
import { readRecord, recordOf, writeRecord } from '../../grader/kept/record.js';
import { replay } from '../../grader/kept/replay.js';
import { Store } from '../../grader/kept/store.js';
import { planFor } from '../../grader/plan/plan.js';
import { loadRubric } from '../../grader/rubric/load.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { measureNode } from './measure.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

const [CLASS, LARGE_CLASS] = [300, 10_000];
const NOTHING_USED = { cpuMs: 0, peakMemoryBytes: 0, workers: 0 };
const MIB = 1024 * 1024;
const START = 'tuxgrade-journal-1';

export async function benchRejudge(root: string, print: Print): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'tuxgrade-rejudge-'));
  try {
    await benchSizes(root, work, print);
    await benchKeeping(root, work, print);
    await benchLargeClass(root, work, print);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function benchSizes(root: string, work: string, print: Print): Promise<void> {
  for (const homework of ['quiz2', 'hw2-circle', 'hw3-supertux']) {
    const out = join(work, homework);
    await measureNode([mainIn(root), 'batch', `submissions/${homework}`, '--rubric', homework, '--out', out], root);
    const folder = join(out, 'observations');
    const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.gz'))
      .map((name) => statSync(join(folder, name)).size);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    print(
      `observations of a submission, ${homework}`,
      `${(mean / 1024).toFixed(1)} KiB on average, largest ${(Math.max(...sizes) / 1024).toFixed(1)} KiB`,
    );
  }
}

/** What is made, compressed and written for each submission, against all that grading it takes. */
async function benchKeeping(root: string, work: string, print: Print): Promise<void> {
  const [folder, out] = [join(work, 'class'), join(work, 'kept')];
  for (let count = 0; count < CLASS; count += 1) {
    cpSync(join(root, 'submissions/quiz2/perfect'), join(folder, `s${String(count)}`), { recursive: true });
  }
  const args = [mainIn(root), 'batch', folder, '--rubric', 'quiz2', '--out', out];
  const { cpuSeconds } = await measureNode(args, root);
  const rubric = await loadRubric(join(root, 'rubrics/quiz2.yaml'), { data: {} });
  const plan = planFor(rubric, { visibleOnly: false });
  const { environment } = JSON.parse(readFileSync(join(out, 'reports', 's0', 'report.json'), 'utf8')) as GradeReport;
  const found = await new Store(join(out, 'observations')).get(environment.observations ?? '');
  const record = found.status === 'found' ? readRecord(found.text) : 'is not there';
  if (typeof record === 'string') throw new Error(`the record ${record}`);
  const replayed = replay(record, { plan, rubric, programs: record.with.programs, usage: NOTHING_USED });
  if (replayed.status === 'incomplete') throw new Error(replayed.missing.join());
  const before = process.cpuUsage();
  for (let count = 0; count < CLASS; count += 1) {
    const text = writeRecord(recordOf(replayed.sighting, { plan, rubric }, record.with));
    // a record that is there already would not be written again
    await new Store(join(work, 'stores', String(count))).put(text);
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  print(
    'keeping the observations of 300 quiz2',
    `${seconds.toFixed(2)} s of processor time, ${((100 * seconds) / (cpuSeconds - seconds)).toFixed(1)} % of the ${cpuSeconds.toFixed(0)} s of the class (aim: at most 5 %)`,
  );
}

/** A run with 10,000 reports, made of those of the example class. */
async function benchLargeClass(root: string, work: string, print: Print): Promise<void> {
  const [small, large] = [join(work, 'quiz2'), join(work, 'large')];
  const ids = readdirSync(join(small, 'reports'));
  mkdirSync(large);
  cpSync(join(small, 'observations'), join(large, 'observations'), { recursive: true });
  const facts = JSON.parse(readFileSync(join(small, 'run.json'), 'utf8')) as { inputs: string };
  const submissions: string[] = [];
  let [journal, last] = ['', START];
  for (let count = 0; count < LARGE_CLASS; count += 1) {
    const [from = '', id] = [ids[count % ids.length], `s${String(count).padStart(5, '0')}`];
    const report = JSON.parse(readFileSync(join(small, 'reports', from, 'report.json'), 'utf8')) as {
      submission: { id: string; submitters: object[] };
      verdict: { status: 'graded' | 'ungraded' };
    };
    report.submission.id = id;
    report.submission.submitters = [{ name: nameOf(count), id: `u${String(count)}` }];
    const text = `${JSON.stringify(report, null, 2)}\n`;
    mkdirSync(join(large, 'reports', id), { recursive: true });
    writeFileSync(join(large, 'reports', id, 'report.json'), text);
    const line: Line = {
      ...{ id, submission: id, inputs: facts.inputs, report: sha256(text), status: report.verdict.status },
    };
    const written = writeLine(line, last);
    journal += written.text;
    last = written.check;
    submissions.push(id);
  }
  writeFileSync(join(large, 'journal.jsonl'), journal);
  writeFileSync(join(large, 'run.json'), JSON.stringify({ ...facts, submissions }));
  const rubric = join(work, 'changed.yaml');
  const text = readFileSync(join(root, 'rubrics/quiz2.yaml'), 'utf8');
  writeFileSync(
    rubric,
    text
      .replace('points: 100', 'points: 102')
      .replace('points: 30\n', 'points: 32\n')
      .replace('value: z1, points: 3', 'value: z1, points: 5'),
  );
  await printCommand('rejudge of 10,000 quiz2 under other points', ['rejudge', large, '--rubric', rubric], {
    ...{ root, print },
    aims: ['60 s', '300 MiB'],
  });
  await benchCommands(large, { root, work, print });
}

const nameOf = (count: number) => `Student Number ${String(count)}.`;

/** What a TA waits for in such a run. The last one writes. */
async function benchCommands(
  large: string,
  { root, work, print }: { readonly root: string; readonly work: string; readonly print: Print },
): Promise<void> {
  const why = ['--reason', 'bench', '--author', 'bench'];
  const commands: readonly (readonly [string, ...string[]])[] = [
    ['show by name', 'show', large, nameOf(LARGE_CLASS / 2)],
    ['diff', 'diff', large, large],
    ['export', 'export', large, '--out', join(work, 'named')],
    ['export --pseudonyms', 'export', large, '--out', join(work, 'disguised'), '--pseudonyms', join(work, 'key')],
    ['adjust', 'adjust', large, 's00001', 'answers', '--points', '1', ...why],
    ['regrade', 'regrade', large, 's00000', '--submission', join(root, 'submissions/quiz2/perfect'), ...why],
    ['publish', 'publish', large],
  ];
  for (const [name, ...args] of commands)
    await printCommand(`${name}, in a run of 10,000 quiz2`, args, { root, print });
}

async function printCommand(
  name: string,
  args: readonly string[],
  { root, print, aims = [] }: { readonly root: string; readonly print: Print; readonly aims?: readonly string[] },
): Promise<void> {
  const { wallSeconds, cpuSeconds, peakMemoryBytes } = await measureNode([mainIn(root), ...args], root);
  const [time = '', memory = ''] = aims.map((aim) => ` (aim: ${aim})`);
  print(
    name,
    `${wallSeconds.toFixed(1)} s wall${time}, ${cpuSeconds.toFixed(1)} s of processor time, peak ${(peakMemoryBytes / MIB).toFixed(0)} MiB${memory}`,
  );
}
