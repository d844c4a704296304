/**
 * The order of test files: the longest first, so that all workers end at nearly the same time, also where no earlier run
 * has left its durations. What is not listed takes a few seconds at most and comes in jest's own order.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  'adversarial/attacks-user',
  'adversarial/attacks-container',
  'adversarial/attacks-bubblewrap',
  'e2e/hw3-class',
  'e2e/hostile-hand-ins',
  'integration/alike-forms',
  'e2e/survival',
  'integration/data-set-decode',
  'unit/kinds/false-pass',
  'e2e/new-kind',
  'integration/witness',
  'integration/idle',
  'integration/keras3',
  'integration/sandbox-observe',
  'integration/hidden-probes',
  'adversarial/judges-fuzz',
].map((name) => `/test/${name}.test.ts`);

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = LONGEST.findIndex((name) => path.endsWith(name));
      return rank < 0 ? LONGEST.length : rank;
    };
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
};
