/**
 * The test runner of `npm run mutate`, a plugin of StrykerJS. jest looks for files and loads modules anew for every
 * mutant, which takes seconds; here each test file is bundled once and evaluated anew for every mutant, which takes
 * milliseconds. It runs what jest.unit.config.js lists: unit tests of pure rooms, since all share one process.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { createCollector, runAfterAll, runTest } from './collect.js';

/** In the sandbox, which is the working directory of every process of a run. */
const TIMES = 'mutation-times.json';

/** What instrumented code reads and writes. */
const shared = (globalThis.__stryker__ ??= {});

class UnitTestRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.load = createRequire(resolve('package.json'));
    const files = await listTestFiles();
    this.suites = new Map();
    for (const file of files) this.suites.set(file, await compile(file));
  }

  async dryRun() {
    const tests = [];
    const times = {};
    for (const file of this.suites.keys()) {
      const started = performance.now();
      const results = await this.#runFile(file, () => true, false);
      times[file] = performance.now() - started;
      tests.push(...results);
    }
    writeFileSync(TIMES, JSON.stringify(times));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: shared.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit }) {
    shared.activeMutant = activeMutant.id;
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    const tests = [];
    try {
      for (const file of this.#cheapestFirst(testFilter)) {
        const wanted = testFilter === undefined ? null : new Set(testFilter);
        tests.push(...(await this.#runFile(file, (id) => wanted?.has(id) ?? true, !disableBail)));
        if (!disableBail && tests.some(({ status }) => status === TestStatus.Failed)) break;
      }
      const timeout = determineHitLimitReached(shared.hitCount, hitLimit);
      return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests }, disableBail);
    } finally {
      shared.activeMutant = undefined;
    }
  }

  #cheapestFirst(testFilter) {
    this.times ??= existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, 'utf8')) : {};
    const files = testFilter === undefined ? null : new Set(testFilter.map((id) => id.slice(0, id.indexOf(': '))));
    const chosen = [...this.suites.keys()].filter((file) => files?.has(file) ?? true);
    return chosen.sort((a, b) => (this.times[a] ?? 0) - (this.times[b] ?? 0));
  }

  async #runFile(file, isWanted, bail) {
    const { globals, tests } = createCollector();
    try {
      evaluate(this.suites.get(file), (id) => (id === '@jest/globals' ? globals : commonJs(this.load(id))));
    } catch (error) {
      // a module that cannot be loaded: no test of this file would pass
      return [resultOf(file, 'loads', 0, error)];
    }
    const results = [];
    for (const test of tests.filter(({ name }) => isWanted(`${file}: ${name}`))) {
      const started = performance.now();
      shared.currentTestId = `${file}: ${test.name}`;
      const failure = await runTest(test).then(
        () => null,
        (error) => error ?? new Error('rejected with nothing'),
      );
      shared.currentTestId = undefined;
      results.push(resultOf(file, test.name, performance.now() - started, failure));
      if (failure !== null && bail) break;
    }
    await runAfterAll(tests);
    return results;
  }
}

function resultOf(file, name, timeSpentMs, failure) {
  const result = { id: `${file}: ${name}`, name: `${file}: ${name}`, fileName: resolve(file), timeSpentMs };
  if (failure === null) return { ...result, status: TestStatus.Success };
  return { ...result, status: TestStatus.Failed, failureMessage: String(failure.stack ?? failure) };
}

async function listTestFiles() {
  const { default: config } = await import(pathToFileURL(resolve('jest.unit.config.js')));
  const left = config.testPathIgnorePatterns.map((pattern) => new RegExp(pattern));
  return config.roots
    .map((root) => root.replace('<rootDir>/', ''))
    .filter((root) => existsSync(root))
    .flatMap((root) => readdirSync(root, { recursive: true }).map((name) => join(root, name)))
    .filter((file) => file.endsWith('.test.ts') && !left.some((pattern) => pattern.test(file)))
    .sort();
}

/** One script for a test file and all of the project that it imports. */
async function compile(file) {
  const { outputFiles } = await build({
    // esbuild's own is that of the moment when it was loaded
    absWorkingDir: process.cwd(),
    ...{ entryPoints: [file], bundle: true, write: false, logLevel: 'error' },
    ...{ platform: 'node', target: 'node20', format: 'cjs', packages: 'external' },
    plugins: [ownAddress],
  });
  const source = `(function (require, module, exports) {${outputFiles[0].text}\n})`;
  const filename = resolve(file);
  const cachedData = new Script(source, { filename }).createCachedData();
  return { source, filename, cachedData };
}

/** A module in a bundle still finds what lies beside its source. */
const ownAddress = {
  name: 'own address',
  setup({ onLoad }) {
    onLoad({ filter: /\/(grader|test)\/.*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) };
    });
  },
};

/** A bundle takes the whole of what is required for the default export: of an ES module that is a function, the function. */
function commonJs(module) {
  if (module?.[Symbol.toStringTag] !== 'Module' || typeof module.default !== 'function') return module;
  const { default: main, ...others } = module;
  return Object.assign(main, others);
}

function evaluate({ source, filename, cachedData }, require) {
  const module = { exports: {} };
  new Script(source, { filename, cachedData }).runInThisContext()(require, module, module.exports);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', UnitTestRunner)];
