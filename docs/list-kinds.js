/**
 * Writes a page for each kind of check into docs/kinds/, from its schema and the example beside it: `npm run kinds`. With
 * --check it changes nothing and fails when a page is not up to date. A field without a description and a kind without an
 * example are errors.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSource, table, writeFolder } from './generated.js';

/** Pages and sections written by hand that say more about a kind. */
const MORE = {
  steps: ['explain-my-mark.md'],
  forward: ['rubrics.md#networks', 'rubrics.md#mistakes-that-are-named'],
  gradient: ['rubrics.md#gradients-by-hand', 'rubrics.md#mistakes-that-are-named'],
  loss: ['rubrics.md#networks', 'rubrics.md#mistakes-that-are-named'],
  operations: ['rubrics.md#counting-operations'],
  accuracy: ['rubrics.md#kinds-of-data', 'models.md'],
  metric: ['rubrics.md#tables-of-points', 'models.md'],
  segmentation: ['rubrics.md#a-class-for-every-pixel', 'models.md'],
  'loss-log': ['rubrics.md#the-log-of-a-training'],
  'model-gradient': ['rubrics.md#gradients-by-hand', 'models.md'],
  'model-limits': ['models.md'],
  'data-set': ['student.md'],
};

/** More words than this stand in the last column. */
const MANY = 8;

const { CHECKS } = await fromSource(`export { CHECKS } from './schemas.ts';`, 'grader/kinds');
const kinds = CHECKS.map((schema) => ({ name: schema.properties.kind.const, schema }));

/** The fields that every check has. */
const common = Object.keys(kinds[0].schema.properties).filter((name) =>
  kinds.every(
    ({ schema }) =>
      JSON.stringify(schema.properties[name]?.description) ===
      JSON.stringify(kinds[0].schema.properties[name].description),
  ),
);

const pages = new Map();
for (const { name, schema } of kinds) pages.set(`${name}.md`, await pageOf(name, schema));
pages.set('README.md', index());
await writeFolder('docs/kinds', pages, 'npm run kinds');

async function pageOf(name, schema) {
  const file = join('grader/kinds', name, 'example.yaml');
  const example = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${file} is missing: an example of a rubric with a check of this kind, for its page`);
  });
  const links = (MORE[name] ?? []).map(
    (page) => `[${page.replace(/^.*#|\.md$/g, '').replaceAll('-', ' ')}](../${page})`,
  );
  return [
    '<!-- written by npm run kinds from grader/kinds -->',
    `# kind: ${name}`,
    described(name, schema),
    '## Fields',
    'Besides [those that every check has](README.md#fields-of-every-check):',
    fieldsOf(schema, (field) => !common.includes(field), name),
    '## Example',
    'A whole rubric, which a test lints and grades with:',
    `\`\`\`yaml\n${example.trim()}\n\`\`\``,
    `More: ${[...links, '[all kinds](README.md)', '[how to write a rubric](../rubrics.md)'].join(', ')}.`,
  ].join('\n\n');
}

function index() {
  return [
    '<!-- written by npm run kinds from grader/kinds -->',
    '# Kinds of check',
    'Each page has the fields of a kind and an example. [Writing a rubric](../rubrics.md) says how they go together.',
    table(
      ['kind', 'what it grades'],
      kinds.map(({ name, schema }) => [`[\`${name}\`](${name}.md)`, described(name, schema)]),
    ),
    '## Fields of every check',
    fieldsOf(kinds[0].schema, (field) => field !== 'kind' && common.includes(field), 'every check'),
    'The points of a check are 0 to `points`. What a student may see of it, and when, is in [runs](../runs.md#what-a-student-sees).',
  ].join('\n\n');
}

/** A table of the fields of an object that pass `isShown`, each followed by the fields within it. */
function fieldsOf(schema, isShown, where) {
  const rows = Object.entries(schema.properties)
    .filter(([name]) => isShown(name))
    .flatMap(([name, field]) => rowsOf(name, field, isNeeded(schema, name), where));
  return table(['field', 'value', 'needed', 'what it is'], rows);
}

function rowsOf(path, schema, needed, where) {
  const words = (schema.items ?? schema).enum ?? [];
  const listed = words.length > MANY ? ` ${words.map((word) => `\`${word}\``).join(', ')}` : '';
  const told = described(`${where}: ${path}`, schema) + listed;
  const row = [`\`${path}\``, valueOf(schema), needed ? 'yes' : '', told];
  const inner = schema.type === 'array' ? schema.items : schema;
  const prefix = schema.type === 'array' ? `${path}[].` : `${path}.`;
  if (inner?.properties === undefined) return [row];
  const within = Object.entries(inner.properties);
  return [row, ...within.flatMap(([name, one]) => rowsOf(prefix + name, one, isNeeded(inner, name), where))];
}

function isNeeded(schema, name) {
  return schema.required?.includes(name) === true;
}

function described(where, schema) {
  if (schema.description === undefined) throw new Error(`${where} has no description in its schema`);
  return schema.description;
}

/** What may stand there, in words: `whole number, 1 to 64`. */
function valueOf(schema) {
  if (schema.enum?.length > MANY) return 'of these words';
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.anyOf !== undefined) return 'number, or lists of numbers';
  if (schema.type === 'array') return listOf(schema);
  const word = {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: 'true or false',
    object: 'object',
  }[schema.type];
  return [word, ...rangeOf(schema)].join(', ');
}

function listOf({ items, minItems = 0, maxItems }) {
  const one = items.properties === undefined ? valueOf(items) : 'objects';
  if (minItems === maxItems) return `list of ${String(minItems)}: ${one}`;
  if (minItems > 1) return `list of at least ${String(minItems)}: ${one}`;
  return one.startsWith('of ') ? `list ${one}` : `list: ${one}`;
}

function rangeOf({ minimum, exclusiveMinimum, maximum }) {
  if (minimum !== undefined && maximum !== undefined) return [`${minimum} to ${maximum}`];
  return [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
}
