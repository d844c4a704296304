/**
 * Submissions that only wait are reported as such, and grading them ends, whatever they wait for. All run concurrently.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { GradeReport } from '../../grader/schema/report.js';
import { removeFolders } from '../support/folders.js';
import { gradeQuiz2, quiz2Code, resultOf } from '../support/quiz2-code.js';

afterAll(removeFolders);

const SLEEP = 'const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);';
const HONEST = quiz2Code();
const waiting = (code: string) =>
  code.replaceAll(/exports\.(\w+) = function \(p, x, y\) \{/g, (all) => `${all} sleep(4000);`);

const CASES = {
  'for four seconds in each call': waiting(`${SLEEP}\n${HONEST}`),
  'for ever in every call': `${SLEEP}\nexports.forward = exports.backward = () => sleep(1e9);`,
  'for a timer, in every call':
    'exports.forward = exports.backward = () => new Promise((done) => setTimeout(done, 1e8));',
  'while it loads': `${SLEEP}\nsleep(1e9);\n${HONEST}`,
  'and computes a little at a time': `${SLEEP}\nexports.forward = exports.backward = () => { for (;;) { sleep(200); Math.sqrt(2); } };`,
  'in one of two functions': `${SLEEP}\n${HONEST}\nexports.forward = () => sleep(1e9);`,
  'at the top':
    "import * as tf from '@tensorflow/tfjs';\nawait new Promise(() => {});\nexport const forward = () => ({});",
};
type Case = keyof typeof CASES;

const seen = new Map<string, GradeReport>();
// a minute at most, twice as much on a busy machine
beforeAll(async () => {
  await Promise.all(
    Object.entries(CASES).map(async ([name, code]) => {
      seen.set(name, await gradeQuiz2(code));
    }),
  );
}, 120_000);

function reportOf(name: Case): GradeReport {
  const found = seen.get(name);
  if (found === undefined) throw new Error(`${name} was not graded`);
  return found;
}

test.each(Object.keys(CASES) as Case[])('%s: graded, which ends', (name) => {
  expect(reportOf(name).verdict.status).toBe('graded');
});

test.each<[Case, string, RegExp]>([
  ['for four seconds in each call', 'forward-seed', /^right|^all 4 outputs right/],
  ['for four seconds in each call', 'backward', /waited for more than 20 s in all, in which nothing was computed/],
  ['for ever in every call', 'forward-seed', /forward did not return within 15 s and computed little in that time/],
  ['for ever in every call', 'backward', /waited for more than 20 s in all/],
  ['for a timer, in every call', 'forward-seed', /did not return within 15 s and computed little/],
  ['while it loads', 'backward', /loading backprop.js did not return within 15 s and computed little/],
  ['and computes a little at a time', 'forward-seed', /did not return within 15 s and computed little/],
  ['in one of two functions', 'forward', /forward did not return within 15 s and computed little/],
  // the bundler's format has no place for it
  ['at the top', 'forward', /^await outside of functions/],
])('%s: %s says so', (name, id, sentence) => {
  const result = resultOf(reportOf(name), id);
  expect(result.summary).toMatch(sentence);
  if (!/right|await outside/.test(sentence.source)) {
    expect(result).toMatchObject({ earned: 0, evidence: { error: { code: 'TIME_LIMIT' } } });
  }
});

test('the other function of a submission that waits in one is still called', () => {
  expect(resultOf(reportOf('in one of two functions'), 'backward-seed')).toMatchObject({ earned: 9 });
});
