/** `tuxgrade batch`: a class. Progress on standard error, the summary on standard output. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, GraderError } from '../../errors.js';
import {
  backendsFor,
  chooseDriver,
  expectedPaths,
  findSubmissions,
  gradeBatch,
  loadRubric,
  type BackendName,
  type DriverName,
  type GradeReport,
} from '../../index.js';
import { renderClass } from '../../report/class-summary.js';
import { ensureWritable } from '../../report/writers/atomic.js';
import { toJson } from '../../report/writers/files.js';
import { findRubric, parseData, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';
import { startProgress } from '../progress.js';

export interface BatchArguments {
  readonly folder: string;
  readonly rubric: string;
  readonly out: string;
  readonly jobs?: number | undefined;
  readonly data?: readonly string[] | undefined;
  readonly driver?: DriverName | undefined;
  readonly backend?: BackendName | undefined;
  readonly json: boolean;
}

const MOST_JOBS = 64;

export async function batch(argv: BatchArguments): Promise<number> {
  const signal = abortOnInterrupt();
  const jobs = jobsOf(argv.jobs);
  const path = findRubric(argv.rubric);
  const backends = backendsFor(argv.backend);
  await ensureWritable(argv.out);
  const workDir = await mkdtemp(join(tmpdir(), 'tuxgrade-class-'));
  try {
    const [rubric, driver] = await Promise.all([
      loadRubric(path, { data: parseData(argv.data) }),
      chooseDriver(argv.driver),
    ]);
    const found = await findSubmissions(argv.folder, { workDir, expects: expectedPaths(rubric.rubric) });
    const progress = startProgress(found.length);
    const onFinished = (report: GradeReport, finished: number) => {
      progress.update(finished, report.submission.id);
    };
    const { reports, stopped } = await gradeBatch(found, {
      rubric,
      driver,
      backends,
      out: argv.out,
      jobs,
      signal,
      onFinished,
    }).finally(() => {
      progress.stop();
    });
    process.stdout.write(argv.json ? toJson(reports) : `${renderClass(reports, terminalStyle())}\n`);
    if (stopped) {
      process.stderr.write(
        `Stopped: ${String(reports.length)} of ${String(found.length)} are graded and kept in ${argv.out}.\n`,
      );
      return EXIT.INTERRUPTED;
    }
    if (!argv.json) process.stdout.write(`\nReports: ${argv.out}/reports, scores: ${argv.out}/scores.csv\n`);
    return reports.some(({ verdict }) => verdict.status === 'ungraded') ? EXIT.SYSTEM : EXIT.OK;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

function jobsOf(given: number | undefined): number {
  if (given === undefined) return availableParallelism();
  if (!Number.isInteger(given) || given < 1 || given > MOST_JOBS) {
    throw new GraderError(
      'USAGE',
      `--jobs is ${Number.isNaN(given) ? 'no number' : String(given)}, expected a whole number from 1 to ${String(MOST_JOBS)}`,
      {
        advice: 'Leave it out to use all cores.',
      },
    );
  }
  return given;
}
