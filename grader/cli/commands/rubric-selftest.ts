/** `tuxgrade rubric selftest`: tries a rubric with its solution, its starter, and submissions with known mistakes. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { CATALOGUE } from '../../numerics/mistakes/catalogue.js';
import { toJson } from '../../report/writers/files.js';
import { suggest } from '../../schema/sentences.js';
import { isGood } from '../../selftest/result.js';
import { selfTest } from '../../selftest/selftest.js';
import { tellSelfTest } from '../../selftest/told.js';
import { openHomework, parseHomework, type HomeworkArguments } from '../homework.js';
import { evaluationsFor, terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';
import { parseJobs } from '../jobs.js';
import { inStyle } from '../lines.js';
import { startProgress, type Progress } from '../progress.js';

export interface SelfTestArguments extends Omit<HomeworkArguments, 'rubric'> {
  readonly file: string;
  readonly solution?: string | undefined;
  readonly starter?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly 'at-least'?: number | undefined;
  readonly jobs?: number | undefined;
  readonly json: boolean;
}

/** Exits with 1 if something is not as it should be, as test runners do. */
export async function selftest(argv: SelfTestArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const jobs = parseJobs(argv.jobs);
  const atLeast = parseShare(argv['at-least']);
  const only = parseNames(argv.only);
  const homework = parseHomework({ ...argv, rubric: argv.file });
  const { path } = homework;
  const given = { solution: existing('--solution', argv.solution), starter: existing('--starter', argv.starter) };
  const { rubric, driver, backends, cache } = await openHomework(homework);
  const { id } = rubric.rubric;
  let progress: Progress | undefined;
  const result = await selfTest({
    ...{ rubric, driver, jobs, only, cache, signal, backends },
    evaluations: evaluationsFor(argv),
    solution:
      given.solution ??
      beside(
        path,
        ['perfect', 'good'].map((name) => ['..', 'submissions', id, name]),
      ),
    starter:
      given.starter ??
      beside(path, [
        ['..', 'submissions', id, 'starter'],
        ['starters', id],
      ]),
    onFinished: (finished, total, name) => {
      progress ??= startProgress(total, 'mistakes tried');
      progress.update(finished, name);
    },
  })
    .catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    })
    .finally(() => progress?.stop());
  if (result === null) return EXIT.INTERRUPTED;
  process.stdout.write(argv.json ? toJson(result) : inStyle(tellSelfTest(result), terminalStyle()));
  return isGood(result, atLeast) ? EXIT.OK : EXIT.PRECHECK_FAILED;
}

/** A submission that comes with a rubric: the first of these folders that is there, from the folder of the rubric. */
function beside(rubric: string, places: readonly (readonly string[])[]): string | null {
  const folders = places.map((parts) => join(dirname(rubric), ...parts));
  const found = folders.find((folder) => existsSync(folder));
  return found === undefined ? null : relative('.', found);
}

function existing(option: string, path: string | undefined): string | null {
  if (path === undefined) return null;
  if (existsSync(path)) return path;
  throw new GraderError('USAGE', `${option} ${path}: there is no such folder or archive`, {
    advice: `Give ${option} the path of a submission: a folder, a zip or a tar.gz.`,
  });
}

/** A share from a number of percent. */
function parseShare(percent: number | undefined): number | null {
  if (percent === undefined) return null;
  if (percent >= 0 && percent <= 100) return percent / 100;
  const found = Number.isNaN(percent) ? 'not a number' : String(percent);
  throw new GraderError('USAGE', `--at-least is ${found}, expected a number of percent from 0 to 100`, {
    advice: 'For example: --at-least 95',
  });
}

function parseNames(names: readonly string[] | undefined): readonly string[] | undefined {
  const known = CATALOGUE.flatMap(({ entries }) => entries)
    .filter(({ where }) => where !== 'protocol')
    .map(({ name }) => name);
  for (const name of names ?? []) {
    if (known.includes(name)) continue;
    throw new GraderError('USAGE', `--only ${name}: there is no such mistake.${suggest(name, known)}`, {
      advice: 'tuxgrade rubric mistakes lists them; those of protocol cannot be tried.',
    });
  }
  return names;
}
