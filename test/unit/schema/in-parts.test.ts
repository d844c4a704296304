/** A schema in parts says of a value what the whole one says, in the same order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { inParts } from '../../../grader/schema/in-parts.js';
import { GradeReport } from '../../../grader/schema/report.js';
import { Rubric } from '../../../grader/schema/rubric.js';
import { makeFolder, removeFolders } from '../../support/folders.js';
import { runCommand } from '../../support/run-command.js';

afterAll(removeFolders);

const OPTIONS = { strict: true, allErrors: true, discriminator: true, allowUnionTypes: true, inlineRefs: false };

/** What is wrong with a value, as far as it is told to anybody. */
function judgeOf(schema: object): (value: unknown) => unknown {
  const validate = new Ajv2020(OPTIONS).compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, keyword, params }) => [instancePath, keyword, params]);
  };
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** All places of a value, as paths. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

/** A copy in which something else stands at a place, or nothing. */
function changed(value: unknown, [key, ...rest]: readonly string[], what: unknown): unknown {
  if (key === undefined || !isObject(value)) return what;
  if (rest.length === 0 && what === undefined) {
    return Array.isArray(value)
      ? value.filter((_, at) => String(at) !== key)
      : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  }
  const inner = changed(value[key], rest, what);
  return Array.isArray(value)
    ? value.map((one: unknown, at) => (String(at) === key ? inner : one))
    : { ...value, [key]: inner };
}

const WHAT = [undefined, null, 0, -1, 1e9, '', 'forward', true, [], {}, [{}], { extra: 1 }, { kind: 'forward' }];

function expectSame(schema: object, sound: readonly unknown[]): void {
  const whole = judgeOf(schema);
  const parted = judgeOf(inParts(schema));
  for (const value of sound) expect([whole(value), parted(value)]).toEqual([[], []]);
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...sound), fc.nat(), fc.constantFrom(...WHAT), (value, at, what) => {
      const places = placesIn(value);
      const bad = changed(value, places[at % places.length] ?? [], what);
      const problems = whole(bad);
      expect(parted(bad)).toEqual(problems);
      if ((problems as unknown[]).length > 0) refused += 1;
    }),
    { numRuns: 200 },
  );
  expect(refused).toBeGreaterThan(50);
}

describe('a schema in parts', () => {
  test('judges rubrics as the whole one does', () => {
    const names = readdirSync('rubrics').filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThan(3);
    expectSame(
      Rubric,
      names.map((name) => parse(readFileSync(join('rubrics', name), 'utf8')) as unknown),
    );
  });

  test('judges reports as the whole one does', async () => {
    const paths = await Promise.all(
      ['perfect', 'sign-flipped', 'throws'].map(async (name) => {
        const path = join(makeFolder(), 'out');
        await runCommand(['grade', join('submissions', 'quiz2', name), '--rubric', 'quiz2', '--out', path]);
        return join(path, 'report.json');
      }),
    );
    expectSame(
      GradeReport,
      paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as unknown),
    );
  });

  test('has no part that holds another one whole', () => {
    const { $defs } = inParts(Rubric);
    const sizes = Object.values($defs as Json).map((part) => JSON.stringify(part).length);
    expect(Math.max(...sizes)).toBeLessThan(JSON.stringify(Rubric).length / 10);
  });
});
