/** Changes that a function makes to its arguments, and state that it keeps in them, in the real sandbox. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { gradeQuiz2, quiz2Code, resultOf, type Spoiled } from '../support/quiz2-code.js';

afterAll(removeFolders);

/** By code: what it is graded for is asked about more than once. */
const graded = new Map<string, ReturnType<typeof gradeQuiz2>>();

async function forwardOf(spoiled: Spoiled) {
  const code = quiz2Code(spoiled);
  const grading = graded.get(code) ?? gradeQuiz2(code);
  graded.set(code, grading);
  const report = await grading;
  // whatever one function does to its arguments, the other one gets its own
  expect(resultOf(report, 'backward')).toMatchObject({ status: 'passed', earned: 31 });
  return resultOf(report, 'forward');
}

test('the solution that the others are made from is pure', async () => {
  expect(await forwardOf({})).toMatchObject({ status: 'passed', earned: 15 });
});

test.each<[string, Spoiled, string]>([
  ['replaces a member', { after: 'p.W1 = tf.sub(p.W1, 1);' }, 'replaces the member W1 of an object that it was given'],
  ['replaces it by an equal one', { after: 'p.b1 = p.b1.clone();' }, 'replaces the member b1'],
  ['deletes a member', { after: 'delete p.w2;' }, 'deletes the member w2'],
  ['adds a member', { after: 'p.cache = z;', head: 'const z = 1;' }, 'adds the member cache'],
  [
    'adds one that does not show in a loop',
    { after: "Object.defineProperty(p, 'memo', { value: 1 });" },
    'adds the member memo',
  ],
  [
    'makes a member a getter',
    { after: "const W = p.W1; Object.defineProperty(p, 'W1', { get: () => W });" },
    'replaces the member W1',
  ],
  ['disposes of a member', { after: 'p.b2.dispose();' }, 'disposes of its input b2'],
  ['writes to a member', { after: 'p.b2.dataSync()[0] += 1;' }, 'changes its input b2'],
])('%s: its values count, its purity does not, and the next call is as it should be', async (_, spoiled, sentence) => {
  const forward = await forwardOf(spoiled);
  expect(forward.summary).toContain(`all outputs right, but the function ${sentence}`);
  expect(forward.earned).toBe(12);
});

describe('state that is kept in the objects', () => {
  test('shows, for the repeated call gets the same ones', async () => {
    const spoiled = {
      head: 'const seen = new WeakSet();',
      after: 'if (seen.has(p)) result.loss = tf.add(result.loss, 1); seen.add(p);',
    };
    const forward = await forwardOf(spoiled);
    expect(forward.summary).toContain('keeps state between calls');
    expect(forward.earned).toBe(12);
  });
  test('in a tensor as well', async () => {
    const forward = await forwardOf({ after: 'if (x.mine) result.loss = tf.add(result.loss, 1); x.mine = true;' });
    expect(forward.summary).toContain('keeps state between calls');
  });
  test('which gives the same answer costs nothing', async () => {
    const spoiled = {
      head: 'const memo = new WeakMap();',
      before: 'if (memo.has(p)) return memo.get(p);',
      after: 'memo.set(p, result);',
    };
    expect(await forwardOf(spoiled)).toMatchObject({ status: 'passed', earned: 15 });
  });
});

test.each<[string, Spoiled, string]>([
  ['writes to an input', { after: 'p.b2.dataSync()[0] += 1;' }, 'input-changed'],
  ['replaces a member', { after: 'p.W1 = tf.sub(p.W1, 1);' }, 'member-replaced'],
  ['counts its calls', { head: 'let calls = 0;', after: 'result.loss = tf.add(result.loss, calls++);' }, 'state-kept'],
  // the first of all calls finds 0, every other one what came before
  [
    'adds up',
    { head: 'let sum = 0;', after: 'sum += result.loss.dataSync()[0]; result.loss = sum;' },
    'gradients-accumulate',
  ],
])('%s: evidence names it as the catalogue does, with a question', async (_, spoiled, name) => {
  const { evidence } = await forwardOf(spoiled);
  const outputs = evidence.type === 'comparison' ? evidence.outputs : [];
  expect(outputs.find((output) => output.name === 'purity')).toMatchObject({
    verdict: 'impure',
    mistakes: [{ name, claim: 'one' }],
  });
});
