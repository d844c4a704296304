/** Makes the committed JSON schemas as text, by file name. A test compares them with the committed files. */
import { Configuration } from './configuration.js';
import { GradeReport } from './report.js';
import { Rubric } from './rubric.js';

export function jsonSchemas(): Readonly<Record<string, string>> {
  const dialect = 'https://json-schema.org/draft/2020-12/schema';
  const write = (schema: object) => `${JSON.stringify({ $schema: dialect, ...schema }, null, 2)}\n`;
  return {
    'rubric.schema.json': write(Rubric),
    'report.schema.json': write(GradeReport),
    'configuration.schema.json': write(Configuration),
  };
}
