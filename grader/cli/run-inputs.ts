/** Inputs that commands about a finished run share: its rubric, who changes it, and the time. */
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { GraderError } from '../errors.js';
import { keeperOf } from '../batch/keeper.js';
import { backendsFor, chooseDriver, loadRubric, type BackendName, type DriverName } from '../index.js';
import { makePassable } from '../temporary.js';
import type { FinishedRun } from '../changes/run.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { cacheFor, findRubric, parseData } from './inputs.js';

export interface RubricOfRun {
  readonly rubric: ResolvedRubric;
  /** Absolute. */
  readonly path: string;
  /** Folders that replace data sets of the rubric, absolute. */
  readonly data: Readonly<Record<string, string>>;
}

export interface RubricArguments {
  readonly rubric?: string | undefined;
  readonly data?: readonly string[] | undefined;
  readonly cache?: boolean;
}

/** The rubric that is given or, by default, that of the run as it is now. Throws USAGE for that of another homework. */
export async function rubricFor(
  run: FinishedRun,
  { rubric: given, data: pairs, cache = true }: RubricArguments,
): Promise<RubricOfRun> {
  const path = given === undefined ? pathIn(run) : resolve(findRubric(given));
  const replaced = Object.entries(parseData(pairs)).map(([name, folder]) => [name, resolve(folder)]);
  const data = { ...run.source?.data, ...(Object.fromEntries(replaced) as Record<string, string>) };
  const rubric = await loadRubric(path, { data, seed: run.seed, cache: cacheFor({ cache }) });
  const { id } = rubric.rubric;
  if (id !== run.rubric.id) {
    throw new GraderError('USAGE', `${path} is the rubric ${id}, but ${run.folder} is a run of ${run.rubric.id}`, {
      advice: `Give the rubric of ${run.rubric.id} with --rubric.`,
    });
  }
  return { rubric, path, data };
}

function pathIn({ source, folder }: FinishedRun): string {
  if (source === null) {
    throw new GraderError('USAGE', `${folder} does not say which rubric it was graded with`, {
      advice: 'Give it with --rubric.',
    });
  }
  if (!existsSync(source.rubric)) {
    throw new GraderError('USAGE', `${source.rubric}, with which ${folder} was graded, is no longer there`, {
      advice: 'Give the rubric with --rubric.',
    });
  }
  return source.rubric;
}

export interface GradingArguments {
  readonly driver?: DriverName | undefined;
  readonly backend?: BackendName | undefined;
  readonly cache: boolean;
}

/** What grading submissions of a run again takes from the run and the command line. */
export async function gradingInputs(run: FinishedRun, argv: GradingArguments) {
  return {
    driver: await chooseDriver(argv.driver),
    backends: backendsFor(argv.backend),
    cache: cacheFor(argv),
    evaluations: argv.cache ? run.store.evaluations : undefined,
    keep: keeperOf(run.store).keep,
    workDir: makePassable(),
  };
}

/** The name in the audit trail: as given, or that of the account. */
export function authorOf(given: string | undefined): string {
  // an empty one is refused with the command line
  if (given !== undefined) return given.trim();
  try {
    return userInfo().username;
  } catch {
    // an account without an entry in the system's list of users
    return 'unknown';
  }
}

export function now(): string {
  return new Date().toISOString();
}
