/**
 * Every source file of a pure room has the name of a unit test or is imported by one, or is in the list of test/support/without-twin.ts with a
 * test that reaches it. A new file without a test fails here. Files that only declare types have nothing to test.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import { WITHOUT_TWIN } from '../support/without-twin.js';

const ROOMS = [
  ...['text', 'files', 'tensor', 'protocol', 'schema', 'stages', 'models', 'numerics', 'checks', 'kinds', 'plan'],
  ...['score', 'report', 'rubric', 'images', 'collected', 'intake', 'grading', 'kept', 'batch', 'translation', 'onnx'],
  ...['selftest', 'starters', 'workspace', 'course-systems', 'gradescope'],
];

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? sourcesIn(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const imports = new Map<string, readonly string[]>();

/** The project's own files that a file imports by name. */
function importsOf(path: string): readonly string[] {
  const known = imports.get(path);
  if (known !== undefined) return known;
  const found = Array.from(readFileSync(path, 'utf8').matchAll(/(?:from|import) '(\.[^']*)\.js'/g), ([, to = '']) =>
    posix.join(posix.dirname(path), `${to}.ts`),
  );
  imports.set(path, found);
  return found;
}

/** What a file imports, by itself or through others. */
function reachedBy(path: string): ReadonlySet<string> {
  const reached = new Set(importsOf(path));
  // grows during the iteration
  for (const one of reached) for (const inner of importsOf(one)) reached.add(inner);
  return reached;
}

/** Whether nothing is left of a file once its types are gone. */
function isOnlyTypes(path: string): boolean {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022', minify: { format: { comments: false } } },
    minify: true,
  });
  return code.replace(/export ?\{ ?\};?/, '').trim() === '';
}

function isNamed(file: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`).test(file);
}

const tests = sourcesIn('test/unit');
const named = tests.map((path) => path.replace(/^test\/unit/, 'grader').replace('.test.ts', '.ts'));
const tested = new Set([...named, ...tests.flatMap(importsOf)]);
const without = ROOMS.flatMap((room) => sourcesIn(join('grader', room)))
  .filter((path) => !tested.has(path))
  .filter((path) => !isOnlyTypes(path))
  .map((path) => path.slice('grader/'.length));

test('every file has a unit test, or a reason why not', () => {
  const patterns = WITHOUT_TWIN.flatMap(({ files }) => files);
  expect(without.filter((file) => !patterns.some((pattern) => isNamed(file, pattern)))).toEqual([]);
});

test.each(WITHOUT_TWIN)('$test: $because', (one) => {
  const { files, test: name, isBuilt = false } = one;
  const meant = files.map((pattern) => without.filter((file) => isNamed(file, pattern)));
  expect(files.filter((_, at) => meant[at]?.length === 0)).toEqual([]);
  expect(existsSync(`test/${name}.test.ts`)).toBe(true);
  const reached = isBuilt ? null : reachedBy(`test/${name}.test.ts`);
  expect(meant.flat().filter((file) => reached?.has(`grader/${file}`) === false)).toEqual([]);
});
