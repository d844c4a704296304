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
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { noteSeconds, processorSeconds } = require('./processor-seconds.cjs');

const { compileFunction, createContext } = vm;

vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options ?? {};
  if (parsingContext === undefined) return compileFunction(source, parameters, options);
  const head = `(function (${parameters.join(', ')}) {`;
  const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  return script.runInContext(parsingContext);
};

module.exports = class FastGlobals extends TestEnvironment {
  #path;
  #before = processorSeconds();
  #noted = { seconds: 0 };

  constructor(...settings) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...settings);
    } finally {
      vm.createContext = createContext;
    }
    this.#path = settings[1].testPath;
    this.global.notedOfFiles = this.#noted;
  }

  async teardown() {
    await super.teardown();
    const seconds = processorSeconds();
    // a group has noted what its files took (test/support/group.ts)
    if (seconds !== null) noteSeconds(this.#path, seconds - this.#before - this.#noted.seconds);
  }
};
