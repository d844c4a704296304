/** Rubrics with a check of operations that fit the schema and make no sense, each with its place and its sentence. */
import { expect, test } from '@jest/globals';
import { kindOf } from '../../../../grader/kinds/index.js';
import { countedCallsOf } from '../../../../grader/kinds/operations/calls.js';
import { planFor } from '../../../../grader/plan/plan.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { Rubric } from '../../../../grader/schema/rubric.js';
import { OPERATIONS, OPERATIONS_RUBRIC } from '../../../support/operations.js';

type Check = CheckOf<'operations'>;
const { rubric: RUBRIC } = OPERATIONS_RUBRIC;

function said(change: Partial<Check>, rubric: Partial<Rubric> = {}): [string, string][] {
  const check = { ...OPERATIONS, ...change };
  const problems = kindOf(check).rules(['checks', 0], check, { ...RUBRIC, ...rubric });
  return [...problems].map(({ path, sentence }) => [path.join('.'), sentence]);
}
const warned = (change: Partial<Check>) => {
  const check = { ...OPERATIONS, ...change };
  return [...kindOf(check).warnings(check, OPERATIONS_RUBRIC)];
};

test('a check that makes sense', () => {
  expect(said({})).toEqual([]);
});

test.each<[Partial<Check>, string, string]>([
  [{ target: 'g' }, 'checks.0.target', 'there is no target "g" (there are f)'],
  [{ network: 'quiz3' }, 'checks.0.network', 'there is no network "quiz3" (there are quiz2)'],
  [
    { bound: { at: 'sed', most: 1 } },
    'checks.0.bound.at',
    'there is no sample set "sed" (there are seed, small, large)',
  ],
  [{ growth: { from: 'small', to: 'larg', most: 1 } }, 'checks.0.growth.to', 'there is no sample set "larg"'],
  [
    { growth: { from: 'seed', to: 'large', most: 1 } },
    'checks.0.growth',
    'from "seed" to "large" no sizes can grow, as both have to be generic sample sets',
  ],
  [{ growth: { from: 'small', to: 'small', most: 1 } }, 'checks.0.growth', 'from "small" to "small" no size grows'],
  [
    { growth: { from: 'large', to: 'small', most: 1 } },
    'checks.0.growth',
    'from "large" to "small" sizes change differently (D by 0.5, H by 0.5)',
  ],
  [{ outputs: [{ name: 'dx', of: 'xx' }] }, 'checks.0.outputs.0.of', '"xx" is not a value of network quiz2'],
  [
    { quantity: 'value', outputs: [{ name: 'x', of: 'x' }] },
    'checks.0.outputs.0.of',
    '"x" is not a value of network quiz2 that fits here',
  ],
  [
    {
      outputs: [
        { name: 'dx', of: 'x' },
        { name: 'dx', of: 'W1' },
      ],
    },
    'checks.0.outputs.1.name',
    'the output "dx" is used twice',
  ],
])('%j', (change, path, sentence) => {
  const problems = said(change);
  expect(problems[0]?.[0]).toBe(path);
  expect(problems[0]?.[1]).toContain(sentence);
});

test('neither a bound nor a growth', () => {
  const { bound: _bound, growth: _growth, ...check } = OPERATIONS;
  expect([...kindOf(check).rules(['checks', 0], check, RUBRIC)]).toEqual([
    { path: ['checks', 0], sentence: 'an operations check asks for a bound, a growth or both; found neither: add one' },
  ]);
});

test('a function that returns the result itself has one output, named value', () => {
  const f = RUBRIC.targets?.['f'];
  if (f?.kind !== 'function') throw new Error('no target');
  const targets = { f: { ...f, returns: 'value' as const } };
  expect(said({}, { targets })).toEqual([
    ['checks.0.outputs', 'target "f" returns a value, so the only output is named value; found dx, dW1'],
  ]);
  expect(said({ outputs: [{ name: 'value', of: 'x' }] }, { targets })).toEqual([]);
});

test('arguments that are no values of the network', () => {
  const f = RUBRIC.targets?.['f'];
  if (f?.kind !== 'function') throw new Error('no target');
  expect(said({}, { targets: { f: { ...f, arguments: ['q'] } } })[0]?.[0]).toBe('targets.f.arguments.0');
});

test('lint says where sizes are too small to tell growth', () => {
  expect(warned({})).toEqual([
    '"operations": the sizes of "small" are at most 4; growth is told apart from about 16 on',
  ]);
  expect(warned({ growth: { from: 'large', to: 'small', most: 2 } })).toEqual([]);
});

test('every sample of its sets is asked for once, in a worker that counts and does nothing else', () => {
  const calls = countedCallsOf({ ...OPERATIONS, growth: { from: 'seed', to: 'large', most: 1 } }, OPERATIONS_RUBRIC);
  expect(calls.map(({ id }) => id)).toEqual(['f@operations/seed-0#counted', 'f@operations/large-0#counted']);
  const { subjects } = planFor(OPERATIONS_RUBRIC, { visibleOnly: false });
  expect(subjects).toHaveLength(1);
  expect(subjects[0]).toMatchObject({ subject: { kind: 'module', file: 'backprop', counted: true } });
  expect(subjects[0]?.probes.map(({ id }) => id)).toEqual(
    ['seed', 'small', 'large'].map((set) => `f@operations/${set}-0#counted`),
  );
  expect(subjects[0]?.probes[0]).toMatchObject({
    export: 'backward',
    returns: { kind: 'record', keys: ['dx', 'dW1'] },
    inputs: { x: { dtype: 'float32', shape: [1, 2] } },
  });
  const hidden = {
    ...OPERATIONS_RUBRIC,
    rubric: { ...RUBRIC, checks: [{ ...OPERATIONS, visibility: 'hidden' as const }] },
  };
  expect(planFor(hidden, { visibleOnly: false }).subjects[0]).toMatchObject({ hidden: true });
});
