/** The worked quiz as a check of typed steps, and ways to judge answers to it. */
import { judgeSteps } from '../../grader/kinds/steps/judge.js';
import type { Judgement } from '../../grader/checks/judging/judge.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { QUIZ2, quiz2Point } from './quiz2-network.js';

const VALUES = ['z1', 'z2', 'yhat', 'loss'];
const GRADIENTS = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dx: 'x', dW1: 'W1' };

/** Nine steps of one point each, the worked example of the quiz. */
export const CHECK: CheckOf<'steps'> = {
  kind: 'steps',
  id: 'answers',
  title: 'answers',
  points: 9,
  file: 'answers.json',
  network: 'quiz2',
  at: 'seed',
  steps: [
    ...VALUES.map((value) => ({ path: `forward.${value}`, points: 1, value })),
    ...Object.entries(GRADIENTS).map(([name, gradient]) => ({ path: `backward.${name}`, points: 1, gradient })),
  ],
};

export const RUBRIC: ResolvedRubric = {
  rubric: { schemaVersion: 1, id: 'q', title: 'q', points: 9, networks: { quiz2: QUIZ2 }, checks: [CHECK] },
  digest: '',
  sampleSets: new Map([['seed', [quiz2Point()]]]),
  data: new Map(),
};

export const RIGHT = {
  forward: { z1: [1, -1], z2: [1, 0], yhat: 1, loss: 0.5 },
  backward: {
    dyhat: -1,
    dz2: [-1, 1],
    dz1: [-1, 0],
    dx: [-1, 2],
    dW1: [
      [-1, 0],
      [0, 0],
    ],
  },
};

export function judgeText(text: string, check = CHECK): Judgement {
  const bytes = new TextEncoder().encode(text);
  const documents = new Map([['answers.json', { status: 'read' as const, bytes }]]);
  return judgeSteps(
    check,
    { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() },
    RUBRIC,
  );
}

export function judgeAnswers(forward: object, backward: object, check = CHECK): Judgement {
  const answers = { forward: { ...RIGHT.forward, ...forward }, backward: { ...RIGHT.backward, ...backward } };
  return judgeText(JSON.stringify(answers), check);
}

export function sentenceOf(judgement: Judgement, name: string): string {
  if (judgement.evidence.type !== 'comparison') throw new Error('no comparison');
  return judgement.evidence.outputs.find((output) => output.name === name)?.sentence ?? '';
}
