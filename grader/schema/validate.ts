/**
 * Finds what does not fit a schema, with its path and a sentence. Relies on the validators that Ajv compiled when
 * tuxgrade was built (write-validators.ts). Must not load the schemas themselves: compiling them takes longer than
 * a whole grading.
 */
import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Configuration } from './configuration.js';
import type { GradeReport } from './report.js';
import type { Rubric } from './rubric.js';
import { sentenceOf, unknownKeySentence } from './sentences.js';

/** A problem, with its path of keys and indices. */
export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  /** The problem is the key at the end of the path, not its value. */
  readonly atKey: boolean;
  readonly sentence: string;
}

interface Validators {
  readonly rubric: ValidateFunction<Rubric>;
  readonly report: ValidateFunction<GradeReport>;
  readonly configuration: ValidateFunction<Configuration>;
}

// works from the sources as well, which tests run
const load = createRequire(import.meta.url);
const validators = (): Validators => load('../../dist/schema/validators.cjs') as Validators;

/** The problems of a value that should be a rubric; empty if it fits the schema. */
export function findRubricProblems(value: unknown): readonly SchemaProblem[] {
  return problemsOf(validators().rubric, value);
}

/** The problems of a value that should be a report. */
export function findReportProblems(value: unknown): readonly SchemaProblem[] {
  return problemsOf(validators().report, value);
}

/** The problems of a value that should be the content of tuxgrade.json. */
export function findConfigurationProblems(value: unknown): readonly SchemaProblem[] {
  return problemsOf(validators().configuration, value);
}

function problemsOf(validate: ValidateFunction, value: unknown): readonly SchemaProblem[] {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  // Ajv reports every branch of a plain union; the error of the union itself is enough
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
  const told = errors.filter(
    ({ keyword, schemaPath }) => keyword !== 'oneOf' && !unions.some((union) => schemaPath.startsWith(union)),
  );
  return told.map((error) => problemOf(error, value));
}

function problemOf(error: ErrorObject, root: unknown): SchemaProblem {
  const path = pathOf(error.instancePath, root);
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'discriminator' && params['error'] === 'mapping') {
    return { path: [...path, String(params['tag'])], atKey: false, sentence: sentenceOf(error) };
  }
  if (error.keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    return { path: [...path, key], atKey: true, sentence: unknownKeySentence(key, error) };
  }
  return { path, atKey: false, sentence: sentenceOf(error) };
}

/** A JSON pointer as keys and indices. A part is an index only if the value at that position is a list. */
function pathOf(pointer: string, root: unknown): (string | number)[] {
  let place: unknown = root;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(place);
      place = typeof place === 'object' && place !== null ? (place as Record<string, unknown>)[key] : undefined;
      return isIndex ? Number(key) : key;
    });
}
