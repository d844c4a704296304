/** What commands that grade are given alike: a homework, and with what it is graded. */
import type { Cache } from '../cache/blobs.js';
import {
  backendsFor,
  chooseDriver,
  loadRubric,
  type BackendName,
  type Driver,
  type DriverName,
  type ResolvedRubric,
} from '../index.js';
import { absolutePaths, cacheFor, findRubric, parseData, parseSeed } from './inputs.js';

export interface HomeworkArguments {
  readonly rubric: string;
  readonly seed?: number | undefined;
  readonly data?: readonly string[] | undefined;
  readonly driver?: DriverName | undefined;
  readonly backend?: BackendName | undefined;
  readonly cache: boolean;
}

/** The lists of a class, and the zone of times without one. */
export interface ListArguments {
  readonly roster?: string | undefined;
  readonly 'late-days'?: string | undefined;
  readonly zone?: string | undefined;
}

/** As given, before anything of it is read. */
export interface GivenHomework {
  readonly path: string;
  /** Folders that replace data sets of the rubric. */
  readonly data: Readonly<Record<string, string>>;
  readonly seed: number | undefined;
  readonly driver: DriverName | undefined;
  readonly backends: ReturnType<typeof backendsFor>;
  readonly cache: Cache;
}

export interface Homework {
  readonly rubric: ResolvedRubric;
  readonly driver: Driver;
  readonly backends: ReturnType<typeof backendsFor>;
  readonly cache: Cache;
  /** From what it was read; the folders are absolute. */
  readonly place: { readonly path: string; readonly data: Readonly<Record<string, string>> };
}

/** Throws USAGE for an option that cannot be used. */
export function parseHomework({ rubric, seed, data, driver, backend, cache }: HomeworkArguments): GivenHomework {
  return {
    seed: parseSeed(seed),
    path: findRubric(rubric),
    data: parseData(data),
    ...{ driver, backends: backendsFor(backend), cache: cacheFor({ cache }) },
  };
}

/** Throws what loading a rubric and choosing a sandbox throw. */
export async function openHomework({ path, data, seed, ...how }: GivenHomework): Promise<Homework> {
  const { backends, cache } = how;
  // the sandbox's self-test runs while the rubric is read
  const [rubric, driver] = await Promise.all([loadRubric(path, { data, seed, cache }), chooseDriver(how.driver)]);
  return { rubric, driver, backends, cache, place: { path, data: absolutePaths(data) } };
}
