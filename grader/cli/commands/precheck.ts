/** `tuxgrade precheck`: runs the visible checks on a student's own work, on their own machine. */
import { resolve } from 'node:path';
import { ensureFileWritable, writeAtomically } from '../../atomic.js';
import { isVisible } from '../../checks/scope.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import {
  backendsFor,
  chooseDriver,
  gradeOne,
  loadRubric,
  type BackendName,
  type GradeReport,
  type ResolvedRubric,
} from '../../index.js';
import type { GradeOptions } from '../../grading/grading.js';
import { renderPage } from '../../report/pages/page.js';
import { isWell, renderPrecheck } from '../../report/precheck.js';
import { toJson } from '../../report/writers/files.js';
import { suggest } from '../../schema/sentences.js';
import { chooseWork } from '../chosen-work.js';
import { cacheFor, evaluationsFor, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';
import { assertNoOther } from '../out-place.js';
import { watchWork } from '../watch-work.js';

export interface PrecheckArguments {
  readonly dir?: string | undefined;
  readonly rubric?: string | undefined;
  readonly check?: readonly string[] | undefined;
  readonly verbose: boolean;
  readonly watch: boolean;
  readonly backend?: BackendName | undefined;
  readonly cache: boolean;
  readonly html?: string | undefined;
  readonly json: boolean;
}

/** Exits with 1 if a visible check does not pass, as test runners do. */
export async function precheck(argv: PrecheckArguments): Promise<ExitCode> {
  const { check: only, html, watch } = argv;
  if (watch && argv.json) {
    throw new GraderError('USAGE', '--watch and --json cannot be given together', { advice: 'Leave one of them out.' });
  }
  const signal = abortOnInterrupt();
  const work = await chooseWork(argv);
  if (html !== undefined) {
    await ensureFileWritable(html, '--html');
    await assertNoOther('--html', html);
  }
  const cache = cacheFor(argv);
  const rubric = await loadRubric(work.rubric, { withoutMissing: true, visibleOnly: true, cache });
  if (only !== undefined) refuseUnknown(only, rubric);
  const driver = await chooseDriver('process');
  const backends = backendsFor(argv.backend);
  const options = { rubric, driver, backends, cache, evaluations: evaluationsFor(argv), visibleOnly: true, only };
  const tell = (report: GradeReport) => told(report, rubric, argv);
  if (watch) {
    const ignored = new Set(html === undefined ? [] : [resolve(html)]);
    return await watchWork({ submission: resolve(work.submission), options, tell, ignored, signal });
  }
  const report = await gradeUnlessAborted(work.submission, { ...options, signal });
  if (report === null) return EXIT.INTERRUPTED;
  process.stdout.write(await tell(report));
  if (report.verdict.status === 'ungraded') return EXIT.SYSTEM;
  return report.results.every(isWell) ? EXIT.OK : EXIT.PRECHECK_FAILED;
}

async function gradeUnlessAborted(
  submission: string,
  options: GradeOptions & { readonly signal: AbortSignal },
): Promise<GradeReport | null> {
  return await gradeOne(submission, options).catch((error: unknown) => {
    if (options.signal.aborted) return null;
    throw error;
  });
}

/** What is printed; writes the page. */
async function told(report: GradeReport, rubric: ResolvedRubric, argv: PrecheckArguments): Promise<string> {
  const { html, verbose, json } = argv;
  if (html !== undefined) await writeAtomically(html, renderPage(report, 'student'));
  return json ? toJson(report) : renderPrecheck(report, rubric, { verbose, page: html }, terminalStyle());
}

/** Throws USAGE for an id that no check has which can be run here. */
function refuseUnknown(only: readonly string[], { rubric, leftOut = [] }: ResolvedRubric): void {
  const known = rubric.checks.filter(isVisible).map(({ id }) => id);
  const unknown = only.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const isLater = [...rubric.checks, ...leftOut.map(({ check }) => check)].some(({ id }) => id === unknown);
  const found = isLater
    ? `--check ${unknown} is not run here, but after you hand in`
    : `--check ${unknown}: there is no such check${suggest(unknown, known)}`;
  throw new GraderError('USAGE', found, { advice: `Checks that can be run here: ${known.join(', ')}.` });
}
