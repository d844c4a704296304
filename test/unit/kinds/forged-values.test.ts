/**
 * Numbers that follow from each other without any step having been done: follow-through must not pay for them. What
 * follows from real steps is paid. On the network of Quiz 2, through the real judges of all four checks of its code.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { roundPoints } from '../../../grader/score/points.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { shippedRubric } from '../../support/false-pass/false-pass.js';
import { DONE, FORGED, judgeForged, type Strategy } from '../../support/false-pass/forged.js';

let rubric: ResolvedRubric;
beforeAll(async () => {
  rubric = await shippedRubric('quiz2');
});

/**
 * At the point of the quiz there is one example of two numbers, and what is worked out by hand with own numbers is paid
 * as for typed answers; the right ones could be typed in there as well.
 */
const BY_HAND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the label, and an error in one example': { 'backward-seed': 'dW1 dx' },
  'the label, and a huge error in one example': { 'forward-seed': 'loss', 'backward-seed': 'dW1 dw2 dx' },
  'one huge number': { 'forward-seed': 'loss' },
  'one huge unit': { 'forward-seed': 'loss' },
};

/** Each strategy is judged once with follow-through, for all tests. */
const withFollowThrough = new Map<Strategy, ReturnType<typeof judgeForged>>();

function judgedOnce(strategy: Strategy): ReturnType<typeof judgeForged> {
  const judged = withFollowThrough.get(strategy) ?? judgeForged(strategy, rubric, true);
  withFollowThrough.set(strategy, judged);
  return judged;
}

const followed = (judged: ReturnType<typeof judgeForged>) =>
  Object.fromEntries(
    judged.flatMap(({ id, outputs }) => {
      const names = outputs.filter(({ verdict }) => verdict === 'followed-through').map(({ name }) => name);
      return names.length === 0 ? [] : [[id, names.join(' ')]];
    }),
  );

describe('what is forged earns what it would without follow-through', () => {
  test.each(Object.keys(FORGED))('%s', (name) => {
    const strategy = FORGED[name];
    if (strategy === undefined) throw new Error(`no ${name}`);
    const [judged, without] = [judgedOnce(strategy), judgeForged(strategy, rubric, false)];
    const byHand = BY_HAND[name] ?? {};
    expect(followed(judged)).toEqual(byHand);
    const points = (all: typeof judged) =>
      all.filter(({ id }) => !Object.hasOwn(byHand, id)).map(({ id, earned }) => [id, roundPoints(earned)]);
    expect(points(judged)).toEqual(points(without));
  });

  test('nothing for a batch, where what is right by accident at the point of the quiz is not', () => {
    for (const strategy of Object.values(FORGED)) {
      const batch = judgedOnce(strategy).filter(({ id }) => !id.endsWith('-seed'));
      expect(batch.map(({ earned }) => earned)).toEqual([0, 0]);
    }
  });
});

describe('steps that are done from own values are paid', () => {
  test.each(Object.keys(DONE))('%s', (name) => {
    const { strategy, paid } = DONE[name] ?? {};
    if (strategy === undefined || paid === undefined) throw new Error(`no ${name}`);
    expect(followed(judgeForged(strategy, rubric, true))).toMatchObject(paid);
    expect(followed(judgeForged(strategy, rubric, false))).toEqual({});
  });
});
