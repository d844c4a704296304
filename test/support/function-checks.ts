/** Checks of Quiz 2's functions, and observations as if a student's function had been called as planned. */
import type { Judgement, Seen } from '../../grader/checks/judging/judge.js';
import { judge } from '../../grader/kinds/index.js';
import { findSamples } from '../../grader/numerics/sampling/samples.js';
import { callsOf, type PlannedCall } from '../../grader/checks/asking/calls.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { SampleSet } from '../../grader/schema/network.js';
import type { ProbeOutcome } from '../../grader/stages/observation.js';
import type { Differentiator } from '../../grader/protocol/differentiators.js';
import type { InputAfter, ObservedOutput } from '../../grader/protocol/worker.js';
import type { OutputEvidence } from '../../grader/schema/evidence.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { fromNested } from '../../grader/tensor/tensor.js';
import { QUIZ2, SEED } from './quiz2-network.js';

const base = { target: 'f', network: 'quiz2', points: 10, title: 'code', purity: 1 } as const;
const outputs = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([name, of]) => ({ name, of, weight: 1 }));

export const FORWARD: CheckOf<'forward'> = {
  ...base,
  kind: 'forward',
  id: 'forward',
  at: ['seed', 'generic', 'square'],
  outputs: outputs({ z1: 'z1', z2: 'z2', yhat: 'yhat', loss: 'loss' }),
};

const GRADIENTS = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dW1: 'W1', db1: 'b1', dw2: 'w2', db2: 'b2', dx: 'x' };
/** Nine equal weights: eight outputs and purity. */
export const BACKWARD: CheckOf<'gradient'> = {
  ...base,
  points: 9,
  kind: 'gradient',
  id: 'backward',
  at: ['seed', 'generic', 'square'],
  outputs: outputs(GRADIENTS),
};

export const LOSS: CheckOf<'loss'> = {
  kind: 'loss',
  id: 'loss',
  title: 'loss',
  points: 4,
  target: 'f',
  network: 'quiz2',
  at: ['generic', 'square'],
};

type FunctionCheck = CheckOf<'forward' | 'gradient' | 'loss'>;

const generic = (sizes: Record<string, number>): SampleSet => ({
  kind: 'generic',
  network: 'quiz2',
  sizes,
  count: 1,
  seed: 1,
});

export const FUNCTION_RUBRIC: ResolvedRubric = {
  rubric: {
    schemaVersion: 1,
    id: 'q',
    title: 'q',
    points: 23,
    networks: { quiz2: QUIZ2 },
    checks: [FORWARD, BACKWARD, LOSS],
  },
  digest: '',
  sampleSets: new Map([
    ['seed', findSamples('seed', SEED, QUIZ2)],
    ['generic', findSamples('generic', generic({ B: 5, D: 3, H: 4 }), QUIZ2)],
    ['square', findSamples('square', generic({ B: 6, D: 3, H: 3 }), QUIZ2)],
  ]),
  data: new Map(),
};

/** What a function gives for one call: its returned record, or how the call fails; `after` for inputs it touched. */
export interface Answer {
  readonly returned?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, InputAfter>>;
  readonly differentiated?: readonly Differentiator[];
  readonly error?: Extract<ProbeOutcome, { status: 'failed' }>['error'];
}

/** Numbers, nested or not, as a student's plain arrays are observed; ready-made observations pass through. */
export function observe(value: unknown): ObservedOutput {
  if (typeof value === 'object' && value !== null && 'kind' in value) return value as ObservedOutput;
  const parsed = fromNested(value);
  if (!parsed.ok) return { kind: 'unusable', found: parsed.problem.found };
  return { kind: 'numbers', form: typeof value === 'number' ? 'number' : 'nested-array', data: parsed.tensor };
}

/** Judges a check whose function answers every planned call with `answer`. */
export function judgeFunction(
  check: FunctionCheck,
  answer: (call: PlannedCall) => Answer,
  rubric: ResolvedRubric = FUNCTION_RUBRIC,
): Judgement {
  const outcomes = callsOf(check, rubric).map((call): [string, ProbeOutcome] => {
    const { returned = {}, after = {}, error, differentiated } = answer(call);
    if (error !== undefined) return [call.id, { status: 'failed', error }];
    const seen = Object.entries(returned).map(([name, value]): [string, ObservedOutput] => [name, observe(value)]);
    const kept = Object.keys(call.sample.values).map((name): [string, InputAfter] => [
      name,
      after[name] ?? { kind: 'kept' },
    ]);
    const asked = Object.fromEntries(seen);
    const inputsAfter = Object.fromEntries(kept);
    const told = { outputs: asked, keys: Object.keys(returned), inputsAfter };
    return [
      call.id,
      { status: 'returned', returned: differentiated === undefined ? told : { ...told, differentiated } },
    ];
  });
  const seen: Seen = {
    files: [],
    documents: new Map(),
    models: new Map(),
    dataSets: new Map(),
    outcomes: new Map(outcomes),
  };
  return judge(check, seen, rubric);
}

/** The evidence of one output. */
export function outputOf(judgement: Judgement, name: string): OutputEvidence {
  const { evidence } = judgement;
  const found = evidence.type === 'comparison' ? evidence.outputs.find((output) => output.name === name) : undefined;
  if (found === undefined) throw new Error(`no output ${name}`);
  return found;
}
