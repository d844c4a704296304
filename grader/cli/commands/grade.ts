/** `tuxgrade grade`: grades one submission in the sandbox, with all checks. */
import { EXIT, type ExitCode } from '../../errors.js';
import type { HandedIn } from '../../dates/handed-in.js';
import {
  backendsFor,
  chooseDriver,
  gradeOne,
  loadRubric,
  readerStarter,
  type BackendName,
  type Driver,
  type DriverName,
  type ResolvedRubric,
} from '../../index.js';
import { idOf } from '../../intake/archives/archive-kinds.js';
import { knownBeside } from '../../intake/class/beside.js';
import { printable } from '../../report/printable.js';
import { renderReport } from '../../report/terminal.js';
import { ensureWritable } from '../../atomic.js';
import { toJson, writeReport, writeScores } from '../../report/writers/files.js';
import { joinClass } from '../../roster/join.js';
import { makePassable } from '../../temporary.js';
import { readLists } from '../../roster/read.js';
import { parseSubmittedAt, parseZone } from '../given-times.js';
import { cacheFor, evaluationsFor, findRubric, parseData, parseSeed, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface GradeArguments {
  readonly submission: string;
  readonly rubric: string;
  readonly out?: string | undefined;
  readonly seed?: number | undefined;
  readonly data?: readonly string[] | undefined;
  readonly driver?: DriverName | undefined;
  readonly backend?: BackendName | undefined;
  readonly cache: boolean;
  readonly id?: string | undefined;
  readonly 'submitted-at'?: string | undefined;
  readonly roster?: string | undefined;
  readonly 'late-days'?: string | undefined;
  readonly zone?: string | undefined;
  readonly 'staff-pages': boolean;
  readonly json: boolean;
}

export async function grade(argv: GradeArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const zone = parseZone(argv.zone);
  const option = parseSubmittedAt(argv['submitted-at'], zone);
  const seed = parseSeed(argv.seed);
  const path = findRubric(argv.rubric);
  const backends = backendsFor(argv.backend);
  const cache = cacheFor(argv);
  if (argv.out !== undefined) await ensureWritable(argv.out);
  // the sandbox's self-test runs while the rubric is read
  const [rubric, driver] = await Promise.all([
    loadRubric(path, { data: parseData(argv.data), seed, cache }),
    chooseDriver(argv.driver),
  ]);
  const known = await knownOf(argv, { rubric, driver, option, zone, signal });
  const evaluations = evaluationsFor(argv);
  const options = { rubric, driver, backends, cache, evaluations, signal, ...known };
  const report = await gradeOne(argv.submission, options).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (report === null) return EXIT.INTERRUPTED;
  if (argv.out !== undefined) {
    await writeReport(argv.out, report, { staffPages: argv['staff-pages'] });
    await writeScores(argv.out, [report]);
  }
  process.stdout.write(argv.json ? toJson(report) : `${renderReport(report, terminalStyle())}\n`);
  if (argv.out !== undefined && !argv.json) process.stdout.write(`\nReport: ${argv.out}/report.html and report.json\n`);
  return report.verdict.status === 'ungraded' ? EXIT.SYSTEM : EXIT.OK;
}

interface Given {
  readonly rubric: ResolvedRubric;
  readonly driver: Driver;
  readonly option: HandedIn | null;
  readonly zone: string | null;
  readonly signal: AbortSignal;
}

/** Who handed it in, when, and under which dates: by the option, the export around it, and the roster, in this order. */
async function knownOf(argv: GradeArguments, { rubric, driver, option, zone, signal }: Given) {
  const { submission: path } = argv;
  const lists = await readLists({ ...argv, lateDays: argv['late-days'] }, rubric.rubric);
  const startReader = readerStarter(driver, signal);
  const beside = await knownBeside(path, { workDir: makePassable(), startReader, zone });
  const { submitters, ...handedIn } = beside ?? { submittedAt: null, submitters: [] };
  const id = argv.id ?? idOf(path);
  const one = { id, path, submitters, ...(option === null ? handedIn : { ...handedIn, ...option }) };
  const { found, remarks } = joinClass([one], lists, rubric.rubric);
  for (const remark of remarks) process.stderr.write(`${printable(remark)}\n`);
  const { id: _id, path: _path, ...known } = found[0] ?? one;
  return { ...known, id: argv.id };
}
