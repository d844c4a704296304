/** One submission of a command line: what is known of it, and how its report is written and told. */
import type { HandedIn } from '../dates/handed-in.js';
import { EXIT, GraderError, type ExitCode } from '../errors.js';
import { readerStarter, type GradeReport } from '../index.js';
import { ensureWritable } from '../atomic.js';
import { idOf } from '../intake/archives/archive-kinds.js';
import { knownBeside } from '../intake/class/beside.js';
import { printable } from '../report/printable.js';
import { renderReport } from '../report/terminal.js';
import { toJson, writeReport, writeScores } from '../report/writers/files.js';
import { joinClass } from '../roster/join.js';
import { readLists } from '../roster/read.js';
import { makePassable } from '../temporary.js';
import { parseSubmittedAt, parseZone } from './given-times.js';
import { openHomework, parseHomework, type Homework, type HomeworkArguments, type ListArguments } from './homework.js';
import { terminalStyle } from './inputs.js';
import { assertNoRun, assertOutside } from './out-place.js';

export interface OneArguments extends HomeworkArguments, ListArguments {
  readonly submission: string;
  readonly out?: string | undefined;
  readonly id?: string | undefined;
  readonly 'submitted-at'?: string | undefined;
  readonly 'staff-pages': boolean;
  readonly json: boolean;
}

/** Reads all that is given. Throws USAGE and what loading the rubric and choosing a sandbox throw. */
export async function readOne(argv: OneArguments, signal: AbortSignal) {
  const zone = parseZone(argv.zone);
  const option = parseSubmittedAt(argv['submitted-at'], zone);
  const given = parseHomework(argv);
  if (argv['staff-pages'] && argv.out === undefined) {
    throw new GraderError('USAGE', '--staff-pages needs --out', {
      advice: 'Name the folder for the pages with --out.',
    });
  }
  if (argv.out !== undefined) {
    await assertOutside('--out', argv.out, argv.submission);
    await assertNoRun(argv.out);
    await ensureWritable(argv.out);
  }
  const homework = await openHomework(given);
  return { ...homework, known: await knownOf(argv, { ...homework, option, zone, signal }) };
}

interface Given extends Pick<Homework, 'rubric' | 'driver'> {
  readonly option: HandedIn | null;
  readonly zone: string | null;
  readonly signal: AbortSignal;
}

/** Who handed it in, when, and under which dates: by the option, the export around it, and the roster, in this order. */
async function knownOf(argv: OneArguments, { rubric, driver, option, zone, signal }: Given) {
  const { submission: path } = argv;
  const lists = await readLists({ ...argv, lateDays: argv['late-days'] }, rubric.rubric);
  const startReader = readerStarter(driver, signal);
  const beside = await knownBeside(path, { workDir: makePassable(), startReader, zone });
  const { submitters, ...handedIn } = beside ?? { submittedAt: null, submitters: [] };
  const id = argv.id ?? idOf(path);
  const one = { id, path, submitters, ...(option === null ? handedIn : { ...handedIn, ...option }) };
  const { found, remarks } = joinClass([one], lists, rubric.rubric);
  for (const remark of remarks) process.stderr.write(`${printable(remark)}\n`);
  return found[0] ?? one;
}

/** Writes the report to --out, if it is given, and prints it. */
export async function tellOne(report: GradeReport, argv: OneArguments): Promise<ExitCode> {
  const { out, json } = argv;
  if (out !== undefined) {
    await writeReport(out, report, { staffPages: argv['staff-pages'] });
    await writeScores(out, [report]);
  }
  process.stdout.write(json ? toJson(report) : `${renderReport(report, terminalStyle())}\n`);
  if (out !== undefined && !json) process.stdout.write(`\nReport: ${out}/report.html and report.json\n`);
  return report.verdict.status === 'ungraded' ? EXIT.SYSTEM : EXIT.OK;
}
