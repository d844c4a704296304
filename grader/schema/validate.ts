/** The one Ajv instance, and its errors as sentences that say what was found, what was expected and how to mend it. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { closest, distance } from 'fastest-levenshtein';
import { GradeReport } from './report.js';
import { Rubric } from './rubric.js';

/** One thing that does not fit a schema, with the path of keys and indices that leads to it. */
export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  /** The problem is the key at the end of the path, not its value. */
  readonly atKey: boolean;
  readonly sentence: string;
}

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, discriminator: true, verbose: true });
let rubricValidator: ValidateFunction<Rubric> | undefined;
let reportValidator: ValidateFunction<GradeReport> | undefined;

/** Problems of a value that should be a rubric; none means that it is one, as far as a schema can say. */
export function findRubricProblems(value: unknown): readonly SchemaProblem[] {
  rubricValidator ??= ajv.compile<Rubric>(Rubric);
  return problemsOf(rubricValidator, value);
}

/** Problems of a value that should be a report. */
export function findReportProblems(value: unknown): readonly SchemaProblem[] {
  reportValidator ??= ajv.compile<GradeReport>(GradeReport);
  return problemsOf(reportValidator, value);
}

function problemsOf(validate: ValidateFunction, value: unknown): readonly SchemaProblem[] {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  // the branches of a union complain all together; the union's own line says it once
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath);
  const told = errors.filter(({ keyword, instancePath, schemaPath }) => {
    if (keyword === 'oneOf' || keyword === 'if') return false;
    return (
      keyword === 'anyOf' || !unions.some((union) => instancePath.startsWith(union) && schemaPath.includes('anyOf'))
    );
  });
  return told.map(problemOf);
}

function problemOf(error: ErrorObject): SchemaProblem {
  const path = segmentsOf(error.instancePath);
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    return { path: [...path, key], atKey: true, sentence: `unknown key "${key}"${suggest(key, known)}` };
  }
  return { path, atKey: false, sentence: sentenceOf(error, params) };
}

function sentenceOf(error: ErrorObject, params: Record<string, unknown>): string {
  const found = describe(error.data);
  switch (error.keyword) {
    case 'required':
      return `the key "${String(params['missingProperty'])}" is missing: add it`;
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map(String);
      return `${found} is none of ${allowed.join(', ')}${suggest(String(error.data), allowed)}`;
    }
    case 'const':
      return `${found} where ${JSON.stringify(params['allowedValue'])} is expected`;
    case 'discriminator':
      return tagSentence(error, params);
    case 'type':
      return `${found} where ${article(String(params['type']))} is expected`;
    case 'pattern':
      return `${found} does not fit: ${descriptionOf(error)}`;
    case 'anyOf':
      return `${found} does not fit: ${descriptionOf(error)}`;
    default:
      return `${found} ${error.message ?? 'does not fit'}`;
  }
}

function tagSentence(error: ErrorObject, params: Record<string, unknown>): string {
  const tag = String(params['tag']);
  const branches = (
    error.parentSchema as { oneOf?: { properties?: Record<string, { const?: unknown }> }[] } | undefined
  )?.oneOf;
  const known = (branches ?? []).map((branch) => String(branch.properties?.[tag]?.const));
  const value = String(params['tagValue']);
  if (params['error'] === 'tag') return `the key "${tag}" is missing: it is one of ${known.join(', ')}`;
  return `unknown ${tag} "${value}": it is one of ${known.join(', ')}${suggest(value, known)}`;
}

function descriptionOf({ parentSchema, message }: ErrorObject): string {
  return (parentSchema as { description?: string } | undefined)?.description ?? message ?? 'another form is expected';
}

/** `; did you mean X?` when a known word is near. */
export function suggest(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = closest(word, [...known]);
  return distance(word.toLowerCase(), near.toLowerCase()) <= Math.max(2, near.length / 3)
    ? `; did you mean "${near}"?`
    : '';
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 60)}"`;
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'a group of keys';
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function article(type: string): string {
  const words: Record<string, string> = {
    object: 'a group of keys',
    array: 'a list',
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
  };
  return words[type] ?? type;
}

/** JSON pointer to keys and indices; an index is a number only where the data are a list. */
function segmentsOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
