/**
 * The order of test files: the longest first, so that all workers end at nearly the same time, also where no earlier run
 * has left its durations. What is not listed takes a few seconds at most and comes in jest's own order.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  'e2e/survival',
  'e2e/starters',
  'e2e/hostile-hand-ins',
  'e2e/starter-commands',
  'e2e/package',
  // the time of a clock, nearly nothing of the processor
  'integration/idle',
  'e2e/precheck-watch',
  'e2e/hw3-class',
  'adversarial/attacks-bubblewrap',
  'integration/witness',
  'e2e/class',
  'e2e/marks',
  'e2e/begun-twice',
  'adversarial/attacks-user',
  'adversarial/attacks-container',
  'e2e/course-systems',
  'integration/rejudge',
  'integration/sandbox-observe',
  'e2e/rubric-selftest',
  'e2e/rejudge',
  'groups',
  'e2e/rosters',
  'e2e/new-kind',
  'integration/pages-browser',
  'integration/onnx-translation',
  'integration/small-documents',
  'integration/intake-archive',
  'integration/onnx-backend',
  'integration/alike-forms',
  'e2e/private-runs',
  'integration/model-sentences',
].map((name) => (name === 'groups' ? '/test/groups/' : `/test/${name}.test.ts`));

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = LONGEST.findIndex((name) => path.includes(name));
      return rank < 0 ? LONGEST.length : rank;
    };
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
};
