/** What an importer would refuse: by the schemas of importer-schemas.ts, and by code where it is about order. */
import { Ajv, type ValidateFunction } from 'ajv';
import { dodonaProblems } from './dodona-rules.js';
import { xmlProblems } from './junit-rules.js';
import * as schemas from './importer-schemas.js';

const ajv = new Ajv({ allErrors: true, strict: false });
const compiled = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]): [string, ValidateFunction] => [name, ajv.compile(schema)]),
);

function problemsOf(name: string, value: unknown): string[] {
  const validate = compiled[name];
  if (validate === undefined) throw new Error(`no rules of ${name}`);
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** What an importer would refuse in a file of this system; empty if it takes it. */
export function refusals(system: string, file: string): string[] {
  switch (system) {
    case 'dodona':
      return dodonaProblems(file);
    case 'autolab': {
      const [feedback = '', last = ''] = file.trimEnd().split('\n').slice(-2);
      return [...problemsOf('semantic', JSON.parse(feedback)), ...problemsOf('scores', JSON.parse(last))];
    }
    case 'junit':
      return xmlProblems(file);
    default:
      return problemsOf(system, JSON.parse(file));
  }
}
