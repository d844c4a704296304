/** The rubric of Quiz 2 in code, with a chain of typed answers; parts of it can be replaced. */
import type { Check, CheckOf } from '../../grader/schema/checks.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { BACKWARD, FORWARD, FUNCTION_RUBRIC, LOSS } from './function-checks.js';

export const CHAIN: CheckOf<'steps'> = {
  kind: 'steps',
  id: 'chain',
  title: 'chain',
  points: 4,
  file: 'answers.json',
  network: 'quiz2',
  at: 'seed',
  steps: [
    { path: 'forward.z1', value: 'z1', points: 1 },
    { path: 'forward.loss', value: 'loss', points: 1 },
    { path: 'backward.dW1', gradient: 'W1', points: 1 },
    {
      path: 'count',
      cost: {
        order: 'reverse',
        factors: [
          [1, 2],
          [2, 2],
        ],
      },
      points: 1,
    },
  ],
};

const ARGUMENTS = [{ W1: 'W1', b1: 'b1', w2: 'w2', b2: 'b2' }, 'x', 'y'];
const target = (name: string, file: string, returns: 'record' | 'value') =>
  ({ kind: 'function', file, export: name, arguments: ARGUMENTS, returns }) as const;

export function rubricWith(checks: readonly Check[]): ResolvedRubric {
  return {
    ...FUNCTION_RUBRIC,
    rubric: {
      ...FUNCTION_RUBRIC.rubric,
      checks: [...checks],
      targets: {
        f: target('forward', 'backprop', 'record'),
        b: target('backward', 'backprop', 'record'),
        l: target('loss', 'src/loss', 'value'),
      },
    },
  };
}

export const OF_FORWARD = FORWARD;
export const OF_BACKWARD = { ...BACKWARD, target: 'b' };
export const OF_LOSS = { ...LOSS, target: 'l' };
