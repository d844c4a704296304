/** `tuxgrade precheck`: the visible checks on a student's own work, on their own machine. */
import { basename, resolve } from 'node:path';
import { EXIT, GraderError } from '../../errors.js';
import { backendsFor, chooseDriver, gradeOne, loadRubric, type BackendName } from '../../index.js';
import { renderReport } from '../../report/terminal.js';
import { toJson } from '../../report/writers/files.js';
import { findRubric, shippedRubrics, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface PrecheckArguments {
  readonly dir: string;
  readonly rubric?: string | undefined;
  readonly backend?: BackendName | undefined;
  readonly json: boolean;
}

/** Exit 1 when a visible check does not pass, as test runners do. */
export async function precheck({ dir, rubric: name, backend, json }: PrecheckArguments): Promise<number> {
  const signal = abortOnInterrupt();
  const backends = backendsFor(backend);
  const rubric = await loadRubric(findRubric(name ?? guessRubric(dir)));
  const driver = await chooseDriver('process');
  const report = await gradeOne(dir, { rubric, driver, backends, visibleOnly: true, signal }).catch(
    (error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    },
  );
  if (report === null) return EXIT.INTERRUPTED;
  const passed = report.results.every(({ status }) => status === 'passed');
  if (json) {
    process.stdout.write(toJson(report));
  } else {
    const style = terminalStyle();
    const others = rubric.rubric.checks.length - report.results.length;
    const worth = rubric.rubric.points - report.verdict.possible;
    const rest =
      others > 0
        ? `\n${String(others)} more checks (${String(worth)} points) run after you hand in, on other inputs.`
        : '';
    const verdict = passed
      ? style.paint.good('All visible checks pass.')
      : style.paint.bad('Not all visible checks pass yet.');
    process.stdout.write(`${renderReport(report, style)}\n${verdict}${rest}\n`);
  }
  return passed ? EXIT.OK : EXIT.PRECHECK_FAILED;
}

/** The shipped rubric that the folder, or the one around it, is named after. */
function guessRubric(dir: string): string {
  const path = resolve(dir);
  const names = [basename(path), basename(resolve(path, '..'))];
  const found = names.find((name) => shippedRubrics().includes(name));
  if (found !== undefined) return found;
  throw new GraderError('USAGE', `which homework is ${dir}? No rubric is named after the folder`, {
    advice: `Say it: tuxgrade precheck ${dir} --rubric ${shippedRubrics().join('|')}`,
  });
}
