/**
 * What a unit test imports from @jest/globals, as far as the unit tests use it: describes and tests are collected, and run
 * by whoever asked. Names are those that jest gives. It knows nothing of mutants.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { expect } = load('expect');
const { bind } = load('jest-each');

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/** A list of tests that grows when `globals` are called, and what to give in place of @jest/globals. */
export function createCollector() {
  const tests = [];
  let group = makeGroup(null, '');

  const describe = (name, body) => {
    const parent = group;
    group = makeGroup(parent, `${parent.name} ${name}`.trimStart());
    body();
    group = parent;
  };
  const test = (name, body) => {
    tests.push({ name: `${group.name} ${name}`.trimStart(), body, group });
  };
  const hooks = HOOKS.map((hook) => [hook, (body) => group[hook].push(body)]);
  const globals = { describe, test, it: test, expect, ...Object.fromEntries(hooks) };
  describe.each = bind(describe, false);
  test.each = bind(test, false);
  return { tests, globals };
}

function makeGroup(parent, name) {
  return { parent, name, ...Object.fromEntries(HOOKS.map((hook) => [hook, []])) };
}

/** Runs one test with the hooks of the groups that it stands in; rejects when it fails. */
export async function runTest({ body, group }) {
  const groups = lineOf(group);
  for (const one of groups) for (const hook of one.beforeAll.splice(0)) await hook();
  for (const one of groups) for (const hook of one.beforeEach) await hook();
  try {
    await body();
  } finally {
    for (const one of groups.toReversed()) for (const hook of one.afterEach) await hook();
  }
}

/** Runs what is to run after all tests. */
export async function runAfterAll(tests) {
  for (const { group } of tests)
    for (const one of lineOf(group)) for (const hook of one.afterAll.splice(0)) await hook();
}

/** A group and those around it, the outermost first. */
function lineOf(group) {
  return group === null ? [] : [...lineOf(group.parent), group];
}
