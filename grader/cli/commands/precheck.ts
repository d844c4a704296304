/** `tuxgrade precheck`: runs the visible checks on a student's own work, on their own machine. */
import { basename, resolve } from 'node:path';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import {
  backendsFor,
  chooseDriver,
  gradeOne,
  loadRubric,
  tellLeftOut,
  type BackendName,
  type GradeReport,
  type ResolvedRubric,
} from '../../index.js';
import { forStudents } from '../../report/for-students.js';
import { renderPrinted } from '../../report/printed.js';
import { renderReport, type Paint } from '../../report/terminal.js';
import { renderPage } from '../../report/pages/page.js';
import { ensureFileWritable, writeAtomically } from '../../atomic.js';
import { toJson } from '../../report/writers/files.js';
import { cacheFor, evaluationsFor, findRubric, shippedRubric, shippedRubrics, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface PrecheckArguments {
  readonly dir: string;
  readonly rubric?: string | undefined;
  readonly backend?: BackendName | undefined;
  readonly cache: boolean;
  readonly html?: string | undefined;
  readonly json: boolean;
}

/** Exits with 1 if a visible check does not pass, as test runners do. */
export async function precheck({
  dir,
  rubric: name,
  backend,
  html,
  json,
  ...argv
}: PrecheckArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const backends = backendsFor(backend);
  const cache = cacheFor(argv);
  const evaluations = evaluationsFor(argv);
  const path = name === undefined ? shippedRubric(guessRubric(dir)) : findRubric(name);
  if (html !== undefined) await ensureFileWritable(html, '--html');
  const rubric = await loadRubric(path, { withoutMissing: true, cache });
  const driver = await chooseDriver('process');
  const report = await gradeOne(dir, { rubric, driver, backends, cache, evaluations, visibleOnly: true, signal }).catch(
    (error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    },
  );
  if (report === null) return EXIT.INTERRUPTED;
  if (html !== undefined) await writeAtomically(html, renderPage(report, 'student'));
  process.stdout.write(json ? toJson(report) : told(report, rubric, html));
  if (report.verdict.status === 'ungraded') return EXIT.SYSTEM;
  return report.results.every(isWell) ? EXIT.OK : EXIT.PRECHECK_FAILED;
}

/** The results, what the code printed, the verdict, what runs later, and where the page is. */
function told(report: GradeReport, rubric: ResolvedRubric, html: string | undefined): string {
  const style = terminalStyle();
  const others = rubric.rubric.checks.length + (rubric.leftOut?.length ?? 0) - report.results.length;
  const worth = rubric.rubric.points - report.verdict.possible;
  const more =
    others === 1
      ? `1 more check (${String(worth)} points) runs`
      : `${String(others)} more checks (${String(worth)} points) run`;
  const rest = others > 0 ? `\n${more} after you hand in, on other inputs.` : '';
  const verdict = verdictOf(report, tellLeftOut(rubric).length, style.paint);
  const printed = renderPrinted(report.output, style).map((line) => `${line}\n`);
  const shown = renderReport({ ...report, results: forStudents(report) }, style);
  const page = html === undefined ? '' : `\nPage: ${html}`;
  return `${shown}\n${printed.join('')}${printed.length === 0 ? '' : '\n'}${verdict}${rest}${page}\n`;
}

/** What is given by hand is nobody's failure yet, and bonus points need not be earned. */
function isWell({ status, bonus }: GradeReport['results'][number]): boolean {
  return status === 'passed' || status === 'open' || bonus === true;
}

function verdictOf({ results, verdict }: GradeReport, leftOut: number, paint: Paint): string {
  if (verdict.status === 'ungraded')
    return paint.bad('The grader itself had a problem: this says nothing about your work.');
  if (!results.every(isWell)) return paint.bad('Not all visible checks pass yet.');
  if (results.length === 0) return paint.partial('No check can be run here.');
  return paint.good(leftOut === 0 ? 'All visible checks pass.' : 'All visible checks that can be run here pass.');
}

/** The shipped rubric with the name of the folder, or of the one around it. */
function guessRubric(dir: string): string {
  const path = resolve(dir);
  const names = [basename(path), basename(resolve(path, '..'))];
  const found = names.find((name) => shippedRubrics().includes(name));
  if (found !== undefined) return found;
  throw new GraderError('USAGE', `which homework is ${dir}? No rubric is named after the folder`, {
    advice: `Name it: tuxgrade precheck ${dir} --rubric ${shippedRubrics().join('|')}`,
  });
}
