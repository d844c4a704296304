/**
 * jest's environment for node, with two things that make tests faster; must not change what tests can see.
 *
 * Each test file has a global object of its own that is an ordinary object. jest makes one that V8 asks through a proxy, so
 * that `Math.floor` in a loop over pixels takes a hundred times longer than outside of tests. Relies on
 * jest-environment-node calling `vm.createContext` once, in its constructor.
 *
 * And what V8 compiles of a module for one test file it keeps for the next file of the same worker, which loads much of the
 * same: a quarter of the time of the unit tests. jest compiles functions, and V8 keeps scripts only. Relies on jest-runtime
 * calling `vm.compileFunction`; modules see the same parameters, lines and columns.
 *
 * It also notes how much of the processor each test file took, for plain-summary.cjs.
 */
const { appendFileSync, mkdirSync, readFileSync } = require('node:fs');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { compileFunction, createContext } = vm;

vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options ?? {};
  if (parsingContext === undefined) return compileFunction(source, parameters, options);
  const head = `(function (${parameters.join(', ')}) {`;
  const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  return script.runInContext(parsingContext);
};

/** Of this process and of all below it that have ended, in seconds (fields 14 to 17 of proc(5)); null without /proc. */
function processorSeconds() {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return null;
  }
}

module.exports = class FastGlobals extends TestEnvironment {
  #path;
  #before = processorSeconds();

  constructor(...settings) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...settings);
    } finally {
      vm.createContext = createContext;
    }
    this.#path = settings[1].testPath;
  }

  async teardown() {
    await super.teardown();
    const seconds = processorSeconds();
    if (seconds === null) return;
    mkdirSync('coverage', { recursive: true });
    appendFileSync('coverage/seconds.tsv', `${(seconds - this.#before).toFixed(1)}\t${this.#path}\n`);
  }
};
