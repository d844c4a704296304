/**
 * Writes pages and results.json: of one report beside it, and the page of a class. Makes them anew from the reports that
 * a run has kept, one at a time; a report that cannot be read is named, and does not keep the others from their pages.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GraderError } from '../../errors.js';
import { entriesIfThere, isThere, textIfThere } from '../../present.js';
import { listField } from '../../text/fields.js';
import type { GradeReport } from '../../schema/report.js';
import { reportForStudents } from '../for-students.js';
import { handedInNothing, missingIn } from '../missing.js';
import { classCauses } from '../class-causes.js';
import { renderClassPage, type ClassPage } from '../pages/class-page.js';
import { renderPage, renderStudentPage } from '../pages/page.js';
import { readReport } from '../read.js';
import type { Release } from '../release.js';
import { gradescopeOf } from '../gradescope.js';
import { standingOf, type Standing } from '../standing.js';
import { writeAtomically } from '../../atomic.js';
import { toJson } from './json.js';

/** In the folder of a run, beside index.html. */
export const CAUSES = 'causes.json';

type Before = ReadonlyMap<string, Standing>;

export interface PageOptions {
  /** Also writes staff.html, with everything that the report says. */
  readonly staffPages?: boolean | undefined;
  /** What its student may see besides visible results; default: nothing. */
  readonly release?: Release | undefined;
}

/**
 * What is made of report.json: results.json, report.html for the student and, on request, staff.html; one that is there
 * already must not tell of an old report.
 */
export async function writePages(folder: string, report: GradeReport, options: PageOptions = {}): Promise<void> {
  const staff = join(folder, 'staff.html');
  const told = reportForStudents(report, options.release);
  await writeAtomically(join(folder, 'results.json'), toJson(gradescopeOf(told)));
  await writeAtomically(join(folder, 'report.html'), renderStudentPage(told));
  if (options.staffPages === true || (await isThere(staff))) await writeAtomically(staff, renderPage(report, 'staff'));
}

/** For results of an earlier run, which may be older than pages or have lost theirs. */
export async function ensurePages(folder: string, options: RemakeOptions): Promise<void> {
  const names = ['report.html', ...(options.staffPages === true ? ['staff.html'] : [])];
  const there = await Promise.all(names.map((name) => isThere(join(folder, name))));
  if (there.every(Boolean)) return;
  const read = await readOne(folder);
  if (read.status === 'read') await writePages(folder, read.report, optionsFor(read.report, options));
}

/** index.html, and what it says of causes for programs: causes.json. */
export async function writeClassPage(folder: string, page: ClassPage): Promise<string> {
  const path = join(folder, 'index.html');
  await writeAtomically(path, renderClassPage(page));
  const causes = classCauses(page.standings, page.before);
  await writeAtomically(join(folder, CAUSES), toJson({ schemaVersion: 1, ...causes }));
  return path;
}

export interface RemakeOptions extends Pick<PageOptions, 'staffPages'> {
  /** Finds the submissions before those of a run, by what its run.json says; default: there are none. */
  readonly before?: (run: string, facts: unknown, standings: readonly Standing[]) => Promise<Before>;
  /** What the student of a report may see besides visible results. */
  readonly releaseOf: (report: GradeReport) => Release;
}

export interface Remade {
  /** The page to open. */
  readonly page: string;
  readonly made: number;
  readonly missing: ClassPage['missing'];
}

/** `path` is the folder of a run, a report.json, or its folder. Throws USAGE for anything else. */
export async function remakePages(path: string, options: RemakeOptions): Promise<Remade> {
  const reports = join(path, 'reports');
  if (await isThere(reports)) return await remakeClass(path, reports, options);
  const folder = basename(path) === 'report.json' ? dirname(path) : path;
  if (!(await isThere(join(folder, 'report.json')))) {
    throw new GraderError('USAGE', `${path} is neither the folder of a run nor a report.json`, {
      advice: 'Give the folder that was --out of `tuxgrade batch` or `tuxgrade grade`.',
    });
  }
  const read = await readOne(folder);
  if (read.status === 'refused') throw new GraderError('USAGE', `${join(folder, 'report.json')} ${read.because}`);
  await writePages(folder, read.report, optionsFor(read.report, options));
  return { page: join(folder, 'report.html'), made: 1, missing: [] };
}

async function remakeClass(run: string, reports: string, options: RemakeOptions): Promise<Remade> {
  const standings: Standing[] = [];
  const missing: { id: string; because: string }[] = [];
  let title: string | null = null;
  for (const id of await idsOf(run, reports)) {
    const read = await readOne(join(reports, id));
    if (read.status === 'refused') {
      missing.push({ id, because: `report.json ${read.because}` });
      continue;
    }
    await writePages(join(reports, id), read.report, optionsFor(read.report, options));
    standings.push(standingOf(read.report));
    title ??= read.report.rubric.title;
  }
  const facts = await readJson(join(run, 'run.json'));
  const before = await options.before?.(run, facts, standings);
  const page = await writeClassPage(run, {
    title: title ?? basename(run),
    standings,
    missing: [...missing, ...missingIn(facts).map(handedInNothing)],
    ...(before === undefined ? {} : { before }),
  });
  return { page, made: standings.length, missing };
}

function optionsFor(report: GradeReport, { staffPages, releaseOf }: RemakeOptions): PageOptions {
  return { staffPages, release: releaseOf(report) };
}

/** In the order of the run; those that it does not name, or that have not begun, are listed too. */
async function idsOf(run: string, reports: string): Promise<string[]> {
  const folders = (await entriesIfThere(reports)).filter((entry) => entry.isDirectory());
  const there = new Set(folders.map(({ name }) => name).sort());
  const named = listField(await readJson(join(run, 'run.json')), 'submissions');
  // names from a file that may have been edited must stay inside the folder
  const planned = named.filter((id): id is string => typeof id === 'string' && basename(id) === id && id !== '..');
  return [...new Set([...planned, ...there])];
}

async function readOne(folder: string): Promise<ReturnType<typeof readReport>> {
  const text = await textIfThere(join(folder, 'report.json'));
  return text === null
    ? { status: 'refused', because: 'is not there: this submission was not finished' }
    : readReport(text);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return null;
  }
}
