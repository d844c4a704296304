/**
 * The order of test files: the longest first, so that all workers end at nearly the same time, also where no earlier run
 * has left its durations. What is not listed takes a few seconds at most and comes in jest's own order.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  'adversarial/attacks-bubblewrap',
  'e2e/survival',
  'e2e/hw3-class',
  'e2e/hostile-hand-ins',
  'adversarial/attacks-user',
  'e2e/new-kind',
  'integration/witness',
  'e2e/class',
  'integration/data-set-decode',
  'adversarial/attacks-container',
  'integration/alike-forms',
  'integration/class-metadata',
  'integration/model-sentences',
  'integration/intake-tar',
  'integration/image-models',
  'unit/kinds/false-pass',
  'unit/report/bounded',
  'integration/keras3',
  'integration/idle',
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
