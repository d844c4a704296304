/** Reads a rubric file, checks all of it, and computes or reads what it refers to. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { GraderError } from '../errors.js';
import { findPoints } from '../numerics/points.js';
import type { ExampleSet, ReferencePoint, ResolvedRubric } from '../schema/resolved.js';
import type { Rubric } from '../schema/rubric.js';
import { suggest } from '../schema/sentences.js';
import { findRubricProblems } from '../schema/validate.js';
import { generateExamples, readExamples } from './data.js';
import { RubricDocument } from './document.js';
import { findRuleProblems } from './rules.js';

export interface LoadOptions {
  /** Folders that replace data sets of the rubric, by name. */
  readonly data?: Readonly<Record<string, string>>;
}

/** A rubric is a page of text; what is larger is another file. */
const MOST_BYTES = 1024 * 1024;

export interface ParsedRubric {
  readonly rubric: Rubric;
  readonly document: RubricDocument;
  readonly digest: string;
}

/** The rubric with its references; throws RUBRIC_INVALID, REFERENCE_INVALID, DATA_MISSING or USAGE. */
export async function loadRubric(path: string, options: LoadOptions = {}): Promise<ResolvedRubric> {
  const { rubric, digest } = await parseRubric(path);
  return {
    rubric,
    digest,
    path,
    pointSets: resolvePoints(path, rubric),
    data: await resolveData(rubric, options.data ?? {}),
  };
}

/** Reads and checks the file; throws one RUBRIC_INVALID that tells every problem with its place. */
export async function parseRubric(path: string): Promise<ParsedRubric> {
  const text = await readText(path);
  const document = new RubricDocument(path, text);
  const syntax = document.syntaxProblems();
  if (syntax.length > 0) throw document.errorOf(syntax);
  const value = valueOf(document);
  const problems = findRubricProblems(value).map(({ path: at, atKey, sentence }) => {
    const where = at.length === 0 ? '' : `${at.join('.')}: `;
    return document.problemAt(at, `${where}${sentence}`, atKey);
  });
  if (problems.length > 0) throw document.errorOf(problems);
  // the schema has just said that it is one
  const rubric = value as Rubric;
  const broken = findRuleProblems(rubric).map(({ path: at, sentence }) => document.problemAt(at, sentence));
  if (broken.length > 0) throw document.errorOf(broken);
  return { rubric, document, digest: createHash('sha256').update(text).digest('hex') };
}

function valueOf(document: RubricDocument): unknown {
  try {
    return document.value();
  } catch (cause) {
    throw new GraderError('RUBRIC_INVALID', `${document.path}: its aliases (*name) repeat too much`, {
      advice: 'Write the values out instead of using aliases.',
      cause,
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new GraderError('USAGE', `${path} is a folder, expected a rubric file (YAML)`);
    if (facts.size > MOST_BYTES) {
      throw new GraderError(
        'RUBRIC_INVALID',
        `${path} has ${String(facts.size)} bytes, a rubric has at most ${String(MOST_BYTES)}`,
      );
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof GraderError) throw error;
    if (error instanceof TypeError)
      throw new GraderError('RUBRIC_INVALID', `${path} is not text (UTF-8)`, { cause: error });
    throw new GraderError(
      'USAGE',
      `cannot read the rubric ${path}: ${(error as { code?: string }).code ?? 'unreadable'}`,
      {
        advice: 'Give the path of a rubric, or the id of one that comes with tuxgrade.',
        cause: error,
      },
    );
  }
}

function resolvePoints(path: string, rubric: Rubric): ReadonlyMap<string, readonly ReferencePoint[]> {
  const sets = Object.entries(rubric.pointSets ?? {}).map(([name, set]): [string, readonly ReferencePoint[]] => {
    const network = rubric.networks?.[set.network];
    if (network === undefined) throw new Error(`no network ${set.network}`);
    try {
      return [name, findPoints(name, set, network)];
    } catch (error) {
      if (!(error instanceof GraderError)) throw error;
      const advice = error.advice === undefined ? {} : { advice: error.advice };
      throw new GraderError(error.code, `${path}: ${error.message}`, { ...advice, cause: error });
    }
  });
  return new Map(sets);
}

async function resolveData(
  rubric: Rubric,
  replaced: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, ExampleSet>> {
  const names = Object.keys(rubric.data ?? {});
  for (const name of Object.keys(replaced)) {
    if (!names.includes(name)) {
      const there = names.length === 0 ? 'this rubric has none' : `there are ${names.join(', ')}`;
      throw new GraderError('USAGE', `--data ${name}: no data set of that name${suggest(name, names)}`, {
        advice: `Data sets: ${there}.`,
      });
    }
  }
  const sets = await Promise.all(
    Object.entries(rubric.data ?? {}).map(async ([name, set]): Promise<[string, ExampleSet]> => {
      const folder = replaced[name];
      return [name, folder === undefined ? generateExamples(set) : await readExamples(name, folder)];
    }),
  );
  return new Map(sets);
}
