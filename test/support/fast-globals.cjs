/**
 * jest's environment for node, with a global object of its own for each test file that is an ordinary object. jest makes
 * one that V8 asks through a proxy, so that `Math.floor` in a loop over pixels takes a hundred times longer than outside
 * of tests. Relies on jest-environment-node calling `vm.createContext` once, in its constructor; must not change what
 * tests can see.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

module.exports = class FastGlobals extends TestEnvironment {
  constructor(...settings) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...settings);
    } finally {
      vm.createContext = createContext;
    }
  }
};
