/**
 * Writes a run, or one report, in the form of a course system: a file for each submission from what its student may read, or
 * one file of marks for staff. Must not change the run, nor write over anything.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeAtomically } from '../atomic.js';
import { runPool } from '../batch/pool.js';
import { progressWithout, writeAgs } from '../course-systems/ags.js';
import { fillGradebook } from '../course-systems/gradebook/fill.js';
import type { GradebookSystem } from '../course-systems/gradebook/gradebook.js';
import { marksOf, tellMark, type Mark } from '../course-systems/gradebook/marks.js';
import { tellNoPoints } from '../course-systems/shown.js';
import type { CourseSystemOut, Surroundings } from '../course-systems/system.js';
import { isPublished, releaseOf, type Decisions } from '../decided/decisions.js';
import { codeOf, GraderError } from '../errors.js';
import { showNames } from '../files/names.js';
import { isThere, textIfThere } from '../present.js';
import { isHidden, reportForStudents } from '../report/for-students.js';
import { missingIn } from '../report/missing.js';
import { readReport } from '../report/read.js';
import { NOTHING_RELEASED } from '../report/release.js';
import type { GradeReport } from '../schema/report.js';
import { counted } from '../text/counted.js';
import { knownReportIn, reportIn, type FinishedRun } from './run.js';

/** Reads while it writes: one after the other, most of the time would be spent waiting for the disk. */
const AT_A_TIME = 8;

export interface RunToExport {
  readonly run: FinishedRun;
  readonly decisions: Decisions;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

export interface ExportedTo {
  /** Files, or marks in one file. */
  readonly written: number;
  /** Sentences for staff, in the order of the class. */
  readonly remarks: readonly string[];
  /** Some of the class is not in what was written, which is said in remarks. */
  readonly isPartial: boolean;
}

/** A file for each submission in the folder `out`. */
export async function exportSubmissions(
  system: CourseSystemOut,
  out: string,
  { run, decisions, now, signal }: RunToExport,
): Promise<ExportedTo> {
  const missing = new Map<string, string>();
  const told = new Map<string, string[]>();
  await runPool(run.submissions, AT_A_TIME, signal, async (id) => {
    const read = await reportIn(run, id);
    const made =
      read.status === 'refused'
        ? read
        : system.write(reportForStudents(read.report, releaseOf(read.report, decisions, now)));
    if ('because' in made) {
      missing.set(id, made.because);
      return;
    }
    await writeAtomically(join(out, `${id}${system.ending}`), made.text, { flush: false });
    for (const remark of made.remarks) told.set(remark, [...(told.get(remark) ?? []), id]);
  });
  signal?.throwIfAborted();
  return {
    written: run.submissions.length - missing.size,
    remarks: [
      ...run.submissions.flatMap((id) => (missing.has(id) ? [`${id} ${missing.get(id) ?? ''}`] : [])),
      ...[...told].map(([remark, ids]) => `${showNames(ids)}: ${remark}`),
    ],
    isPartial: missing.size > 0,
  };
}

/** The file for one report; throws USAGE if there is nothing to write. Students see visible results only. */
export async function exportReport(
  system: CourseSystemOut,
  path: string,
  { out, surroundings }: { readonly out: string; readonly surroundings: Surroundings },
): Promise<ExportedTo> {
  const file = reportPath(path);
  const text = await textIfThere(file);
  const read = text === null ? null : readReport(text);
  if (read?.status !== 'read') {
    throw new GraderError('USAGE', `${file} ${read === null ? 'is not there' : read.because}`, {
      advice: 'Give a run, the folder that was --out of `tuxgrade grade`, or its report.json.',
    });
  }
  const made = system.write(reportForStudents(read.report, NOTHING_RELEASED), surroundings);
  if ('because' in made) throw new GraderError('INTERNAL', `${file} ${made.because}`);
  await writeNew(out, made.text);
  return { written: 1, remarks: made.remarks, isPartial: false };
}

/** A report.json, or its folder, that is not a run. */
export async function isSingleReport(path: string): Promise<boolean> {
  return (await isThere(reportPath(path))) && !(await isThere(join(dirname(reportPath(path)), 'run.json')));
}

const reportPath = (path: string) => (basename(path) === 'report.json' ? path : join(path, 'report.json'));

export interface GradebookOptions {
  readonly gradebook: string;
  readonly out: string;
  readonly column: string | undefined;
  readonly scale: boolean;
  /** Also writes totals that tell of results which students may not see yet. */
  readonly unpublished: boolean;
}

/** The site's own file with the marks in it, as the new file `out`. */
export async function exportGradebook(
  system: GradebookSystem,
  options: GradebookOptions,
  source: RunToExport,
): Promise<ExportedTo> {
  const { gradebook, out, unpublished } = options;
  const given = await readFile(gradebook).catch((error: unknown) => {
    throw new GraderError('USAGE', `--gradebook ${gradebook} cannot be read (${codeOf(error) ?? 'unknown reason'})`, {
      advice: `Give the file that ${system.name === 'canvas' ? 'Canvas' : 'Moodle'} exported.`,
      cause: error,
    });
  });
  const { marks, rubric, remarks: unread } = await marksIn(source);
  if (!unpublished) assertNothingWaits(marks, source.run);
  const fill = { ...options, label: basename(gradebook), rubric };
  const { bytes, filled, remarks } = fillGradebook(system, given, { ...fill, marks });
  await writeNew(out, bytes);
  return {
    written: filled,
    remarks: [...unread, ...remarks, ...tellMissing(source.run)],
    isPartial: filled < marks.length,
  };
}

/** The list of scores for the class, as the new file `out`. */
export async function exportAgs(out: string, source: RunToExport): Promise<ExportedTo> {
  const { marks, remarks } = await marksIn(source);
  const waiting = marks.filter(({ waits, earned }) => waits && earned !== null).length;
  await writeNew(out, writeAgs(marks, source.now));
  return {
    written: marks.length,
    remarks: [
      ...remarks,
      ...marks.flatMap((mark) =>
        mark.earned === null
          ? [`${tellMark(mark)} ${tellNoPoints(mark.isOpen)}: ${progressWithout(mark.isOpen)}, without a score`]
          : [],
      ),
      ...(waiting === 0 ? [] : [`${counted(waiting, 'score')} pending, because results wait to be published`]),
      ...tellMissing(source.run),
    ],
    isPartial: remarks.length > 0,
  };
}

interface Marks {
  readonly marks: readonly Mark[];
  readonly rubric: Pick<GradeReport['rubric'], 'id' | 'title'>;
  readonly remarks: readonly string[];
}

async function marksIn({ run, decisions, now, signal }: RunToExport): Promise<Marks> {
  const found = new Map<string, readonly Mark[]>();
  const refused = new Map<string, string>();
  let rubric = { id: run.rubric.id, title: run.rubric.id };
  await runPool(run.submissions, AT_A_TIME, signal, async (id) => {
    const read = await knownReportIn(run, id);
    if (read.status === 'refused') {
      refused.set(id, read.because);
      return;
    }
    const { report } = read;
    const told = reportForStudents(report, releaseOf(report, decisions, now));
    found.set(id, marksOf(report, !isPublished(decisions, now) && told.results.some(isHidden)));
    ({ rubric } = report);
  });
  signal?.throwIfAborted();
  return {
    marks: run.submissions.flatMap((id) => found.get(id) ?? []),
    rubric,
    remarks: run.submissions.flatMap((id) => (refused.has(id) ? [`${id} ${refused.get(id) ?? ''}`] : [])),
  };
}

/** A total would tell students of what they may not see yet. */
function assertNothingWaits(marks: readonly Mark[], { folder }: FinishedRun): void {
  const waiting = marks.filter(({ waits }) => waits).length;
  if (waiting === 0) return;
  throw new GraderError(
    'USAGE',
    `the totals of ${counted(waiting, 'student')} tell of results that are not published`,
    {
      advice: `Publish them with \`tuxgrade publish ${folder}\`, or add --unpublished if students cannot see the column yet.`,
    },
  );
}

function tellMissing({ facts }: FinishedRun): string[] {
  const missing = missingIn(facts);
  if (missing.length === 0) return [];
  const names = missing.map(({ id, name }) => (name === undefined ? id : `${name} (${id})`));
  return [`handed in nothing, and left as they are: ${names.join(', ')}`];
}

async function writeNew(path: string, text: string | Uint8Array): Promise<void> {
  if (await isThere(path)) {
    throw new GraderError('USAGE', `--out ${path} is there already, and is not written over`, {
      advice: 'Name a new file, or remove it first.',
    });
  }
  await writeAtomically(path, text);
}
