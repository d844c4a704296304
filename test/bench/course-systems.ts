/** What writing a class of 2,000 for each course system takes, with the command line. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { SYSTEM_NAMES } from '../../grader/course-systems/names.js';
import { measureNode } from './measure.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

const [CLASS, MIB] = [2000, 1024 * 1024];
const HOMEWORK = ['quiz2', 'forgot-relu-mask'] as const;

/** A run with as many copies of one report, whose student is in both gradebooks. */
export async function benchCourseSystems(root: string, print: Print): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'tuxgrade-systems-'));
  try {
    const main = mainIn(root);
    const run = await makeRun(main, root, work);
    for (const name of SYSTEM_NAMES) {
      const gradebook = name === 'canvas' || name === 'moodle' ? ['--gradebook', join(work, `${name}.csv`)] : [];
      const unpublished = gradebook.length === 0 ? [] : ['--unpublished'];
      const out = join(work, `for-${name}`);
      const args = [main, 'export', run, '--to', name, '--out', out, ...gradebook, ...unpublished];
      const { wallSeconds, cpuSeconds, peakMemoryBytes } = await measureNode(args, root);
      const memory = `${(peakMemoryBytes / MIB).toFixed(0)} MiB`;
      print(
        `export of ${String(CLASS)} students to ${name}`,
        `${wallSeconds.toFixed(1)} s, CPU ${cpuSeconds.toFixed(1)} s, ${memory}`,
      );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function makeRun(main: string, root: string, work: string): Promise<string> {
  const [rubric, name] = HOMEWORK;
  const [submissions, run] = [join(work, 'class'), join(work, 'run')];
  cpSync(join(root, 'submissions', rubric, name), join(submissions, 'first'), { recursive: true });
  await execa(process.execPath, [main, 'batch', submissions, '--rubric', rubric, '--out', run]);
  const text = readFileSync(join(run, 'reports', 'first', 'report.json'), 'utf8');
  rmSync(join(run, 'reports', 'first'), { recursive: true });
  const canvas = ['Student,ID,SIS User ID,Section,quiz2 (1)', 'Points Possible,,,,100'];
  const moodle = ['Identifier,"Full name","Email address",Status,Grade,"Maximum Grade"'];
  for (let index = 0; index < CLASS; index += 1) {
    const id = `s${String(index)}`;
    const report = JSON.parse(text) as { submission: { id: string; submitters: unknown } };
    report.submission.id = id;
    report.submission.submitters = [{ name: `Student ${id}`, id, email: `${id}@school.example` }];
    mkdirSync(join(run, 'reports', id));
    writeFileSync(join(run, 'reports', id, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    canvas.push(`"${id}, Student",${String(index)},${id},001,`);
    moodle.push(`Participant ${String(index)},"Student ${id}",${id}@school.example,Submitted,,100.00`);
  }
  const facts = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(run, 'run.json'), JSON.stringify({ ...facts, submissions: [] }));
  writeFileSync(join(work, 'canvas.csv'), canvas.join('\n'));
  writeFileSync(join(work, 'moodle.csv'), moodle.join('\n'));
  return run;
}
