/** A check of operations on the network of Quiz 2, and its judgement of given counts. */
import { judge } from '../../grader/kinds/index.js';
import { countedCallsOf, type CountedCall } from '../../grader/kinds/operations/calls.js';
import type { Judgement } from '../../grader/checks/judging/judge.js';
import { findSamples } from '../../grader/numerics/sampling/samples.js';
import type { Work } from '../../grader/protocol/work.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { SampleSet } from '../../grader/schema/network.js';
import type { ProbeOutcome } from '../../grader/stages/observation.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { observe } from './function-checks.js';
import { backwardByHand } from './handmade-backprop.js';
import { QUIZ2, SEED } from './quiz2-network.js';

const generic = (D: number, H: number): SampleSet => ({
  ...{ kind: 'generic', network: 'quiz2', sizes: { B: 4, D, H }, count: 1, seed: 1 },
});

export const SETS: Readonly<Record<string, SampleSet>> = { seed: SEED, small: generic(3, 4), large: generic(6, 8) };

export const OPERATIONS: CheckOf<'operations'> = {
  ...{ kind: 'operations', id: 'operations', title: 'Operations', points: 6, target: 'f', network: 'quiz2' },
  quantity: 'gradient',
  outputs: [
    { name: 'dx', of: 'x' },
    { name: 'dW1', of: 'W1' },
  ],
  bound: { at: 'seed', most: 30 },
  growth: { from: 'small', to: 'large', most: 2.5 },
};

export const OPERATIONS_RUBRIC: ResolvedRubric = {
  rubric: {
    ...{ schemaVersion: 1, id: 'o', title: 'o', points: 6, networks: { quiz2: QUIZ2 }, sampleSets: SETS },
    targets: {
      f: {
        ...{ kind: 'function', file: 'backprop', export: 'backward', returns: 'record' },
        arguments: [{ W1: 'W1', b1: 'b1', w2: 'w2', b2: 'b2' }, 'x', 'y'],
      },
    },
    checks: [OPERATIONS],
  },
  digest: '',
  sampleSets: new Map(Object.entries(SETS).map(([name, set]) => [name, findSamples(name, set, QUIZ2)])),
  data: new Map(),
};

/** So many operations in one kernel, and what else is told. */
export function workOf(operations: number, more: Partial<Work> = {}): Work {
  const kernels: Record<string, number> = operations === 0 ? {} : { BatchMatMul: operations };
  return { kernels, own: {}, onIndices: 0, unknown: [], escapes: [], ...more };
}

/** What a function returns that is right, with what was counted. */
export function rightWith({ sample }: CountedCall, work: Work | undefined): ProbeOutcome {
  const { dx, dW1 } = backwardByHand(sample);
  return returnedWith({ dx, dW1 }, work);
}

export function returnedWith(outputs: Readonly<Record<string, unknown>>, work: Work | undefined): ProbeOutcome {
  const observed = Object.entries(outputs).map(([name, value]) => [name, observe(value)] as const);
  return {
    status: 'returned',
    returned: {
      outputs: Object.fromEntries(observed),
      ...{ keys: Object.keys(outputs), inputsAfter: {} },
      ...(work === undefined ? {} : { work }),
    },
  };
}

export function judgeOperations(
  answer: (call: CountedCall) => ProbeOutcome,
  check: CheckOf<'operations'> = OPERATIONS,
): Judgement {
  const outcomes = new Map(countedCallsOf(check, OPERATIONS_RUBRIC).map((call) => [call.id, answer(call)]));
  const nothing = { files: [], documents: new Map(), models: new Map(), dataSets: new Map() };
  return judge(check, { ...nothing, outcomes }, OPERATIONS_RUBRIC);
}
