/** Reads a rubric file, checks it completely, and computes or reads what it refers to. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NO_CACHE, type Cache } from '../cache/blobs.js';
import { codeOf, GraderError } from '../errors.js';
import { FETCH_POINTERS, isPointer, POINTER_OF_STAFF } from '../files/lfs.js';
import type { Rubric } from '../schema/rubric.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { kindOf } from '../kinds/index.js';
import type { Check } from '../schema/checks.js';
import type { RubricDocument } from './document.js';
import { leaveOut } from './left-out.js';
import { neededData, neededSamples } from './needed.js';
import { InvalidRubric, parseRubric } from './parse.js';
import { findHiddenData } from './rules/hidden-data.js';
import { resolveData, resolveSamples } from './references.js';

export interface LoadOptions {
  /** Folders that replace data sets of the rubric, by name. */
  readonly data?: Readonly<Record<string, string>>;
  /** Moves the generic samples; default: they are where the rubric's own seeds put them. */
  readonly seed?: number | undefined;
  /**
   * Data that cannot be read leave out the checks that need them, as on a student's own machine; default: DATA_MISSING.
   */
  readonly withoutMissing?: boolean;
  /** Nothing is read or computed that only checks need which are not visible: staff alone may have it. */
  readonly visibleOnly?: boolean;
  /** Where decoded images are kept between runs; default: nowhere. */
  readonly cache?: Cache | undefined;
}

/** A rubric is a page of text; a larger file is not a rubric. */
const MOST_BYTES = 1024 * 1024;

/** The rubric with its references; throws RUBRIC_INVALID, REFERENCE_INVALID, DATA_MISSING or USAGE. */
export async function loadRubric(path: string, options: LoadOptions = {}): Promise<ResolvedRubric> {
  return (await openRubric(path, options)).resolved;
}

/** The same, with remarks on how the file is written. */
export async function openRubric(
  path: string,
  options: LoadOptions = {},
): Promise<{ readonly resolved: ResolvedRubric; readonly olderNames: readonly string[] }> {
  const { rubric, document, digest } = await parseRubricFile(path);
  const scope = { visibleOnly: options.visibleOnly ?? false };
  const { data, segmented, regression, missing } = await resolveData(rubric, options.data ?? {}, {
    folder: dirname(path),
    cache: options.cache ?? NO_CACHE,
    needed: neededData(rubric, scope),
  });
  const [fault] = missing.values();
  if (fault !== undefined && options.withoutMissing !== true) throw fault;
  const [shared] = findHiddenData(
    rubric,
    (name) => (data.get(name) ?? segmented.get(name) ?? regression.get(name))?.digest,
  );
  if (shared !== undefined) throw new GraderError('RUBRIC_INVALID', `${path}: ${shared.sentence}`);
  const { seed } = options;
  const sampleSets = resolveSamples(rubric, document, { seed, needed: neededSamples(rubric, scope) });
  const resolved = {
    ...leaveOut(rubric, missing),
    ...{ digest, ...(seed === undefined ? {} : { seed }), sampleSets, data },
    ...(segmented.size === 0 ? {} : { segmented }),
    ...(regression.size === 0 ? {} : { regression }),
  };
  assertInReach(resolved, rubric.checks, document);
  return { resolved, olderNames: document.olderNames };
}

/** The rubric without anything that it refers to; throws RUBRIC_INVALID or USAGE. */
export async function readRubric(path: string): Promise<Rubric> {
  return (await parseRubricFile(path)).rubric;
}

async function parseRubricFile(path: string) {
  const { text, digest } = await readRubricFile(path);
  const parsed = parseRubric(path, text);
  if (!parsed.ok) throw new InvalidRubric(path, parsed.problems);
  const { rubric, document } = parsed;
  return { rubric, document, digest };
}

/** Throws REFERENCE_INVALID for what no right submission could do, before any is graded. */
function assertInReach(resolved: ResolvedRubric, written: readonly Check[], document: RubricDocument): void {
  const places = new Map(written.map(({ id }, index) => [id, index]));
  const problems = resolved.rubric.checks.flatMap((check) => [
    ...kindOf(check).beyondReach(['checks', places.get(check.id) ?? 0], check, resolved),
  ]);
  if (problems.length === 0) return;
  const told = problems.map(({ path, sentence }) => document.tell(document.problemAt(path, sentence)));
  throw new GraderError('REFERENCE_INVALID', told.join('\n'));
}

/** The text of a rubric file and the sha256 of its bytes; throws USAGE when there is none. */
async function readRubricFile(path: string): Promise<{ text: string; digest: string }> {
  const bytes = await readBytes(path);
  if (isPointer(bytes)) {
    throw new GraderError('RUBRIC_INVALID', `${path} ${POINTER_OF_STAFF}`, { advice: FETCH_POINTERS });
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, digest: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw new GraderError('RUBRIC_INVALID', `${path} is not text in UTF-8, expected a rubric in YAML`, { cause });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) {
      throw new GraderError('USAGE', `${path} is not a file, expected a rubric in YAML`, {
        advice: 'Give the path of a rubric, e.g. rubrics/quiz2.yaml.',
      });
    }
    if (facts.size > MOST_BYTES) {
      const found = `${path} has ${String(facts.size)} bytes; a rubric has at most ${String(MOST_BYTES)}`;
      throw new GraderError('RUBRIC_INVALID', found, { advice: 'Is it another file?' });
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    const code = codeOf(cause);
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'no permission' : (code ?? 'unknown');
    throw new GraderError('USAGE', `cannot read the rubric ${path}: ${why}`, {
      advice: 'Give the path of a rubric, or the id of one that comes with tuxgrade.',
      cause,
    });
  }
}
