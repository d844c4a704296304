/** `tuxgrade grade`: grades one submission in the sandbox, with all checks. */
import { EXIT, type ExitCode } from '../../errors.js';
import { backendsFor, chooseDriver, gradeOne, loadRubric, type BackendName, type DriverName } from '../../index.js';
import { renderReport } from '../../report/terminal.js';
import { ensureWritable } from '../../atomic.js';
import { toJson, writeReport, writeScores } from '../../report/writers/files.js';
import { findRubric, parseData, parseDate, parseSeed, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface GradeArguments {
  readonly submission: string;
  readonly rubric: string;
  readonly out?: string | undefined;
  readonly seed?: number | undefined;
  readonly data?: readonly string[] | undefined;
  readonly driver?: DriverName | undefined;
  readonly backend?: BackendName | undefined;
  readonly id?: string | undefined;
  readonly 'submitted-at'?: string | undefined;
  readonly 'staff-pages': boolean;
  readonly json: boolean;
}

export async function grade(argv: GradeArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const submittedAt = parseDate(argv['submitted-at']);
  const seed = parseSeed(argv.seed);
  const path = findRubric(argv.rubric);
  const backends = backendsFor(argv.backend);
  if (argv.out !== undefined) await ensureWritable(argv.out);
  // the sandbox's self-test runs while the rubric is read
  const [rubric, driver] = await Promise.all([
    loadRubric(path, { data: parseData(argv.data), seed }),
    chooseDriver(argv.driver),
  ]);
  const report = await gradeOne(argv.submission, { rubric, driver, backends, submittedAt, signal, id: argv.id }).catch(
    (error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    },
  );
  if (report === null) return EXIT.INTERRUPTED;
  if (argv.out !== undefined) {
    await writeReport(argv.out, report, { staffPages: argv['staff-pages'] });
    await writeScores(argv.out, [report]);
  }
  process.stdout.write(argv.json ? toJson(report) : `${renderReport(report, terminalStyle())}\n`);
  if (argv.out !== undefined && !argv.json) process.stdout.write(`\nReport: ${argv.out}/report.html and report.json\n`);
  return report.verdict.status === 'ungraded' ? EXIT.SYSTEM : EXIT.OK;
}
