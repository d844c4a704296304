/** Submissions with a mistake: their files, run as plain JavaScript, and what the judge says of them. */
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../grader/kinds/index.js';
import { engineText } from '../../../grader/selftest/engine-text.js';
import { isCovered, outputsOf, samplesOf } from '../../../grader/selftest/covered.js';
import { LOCAL } from '../../../grader/numerics/mistakes/local.js';
import { filesFor, filesWithSlip, functionsOf, slipsIn, type Files } from '../../../grader/selftest/programs.js';
import { findShown } from '../../../grader/selftest/shown-by.js';
import { trialsOf } from '../../../grader/selftest/trials.js';
import { CHAIN, OF_BACKWARD, OF_FORWARD, OF_LOSS, rubricWith } from '../../support/selftest-rubric.js';

const ALL = [OF_FORWARD, OF_BACKWARD, OF_LOSS, CHAIN];
const RUBRIC = rubricWith(ALL);
const ENGINE = engineText();

/** The exports of a file, in a context that has nothing but JavaScript itself. */
function exportsOf(files: Files, name: string): Record<string, (...given: unknown[]) => unknown> {
  const context = createContext({ exports: {} });
  runInContext(files[name] ?? '', context);
  return context['exports'] as Record<string, (...given: unknown[]) => unknown>;
}

const tensor = (shape: number[], values: number[]) => ({ shape, dtype: 'float32', dataSync: () => values });
/** E.g. 1(a) of the quiz, worked out by hand: W1 x + b1 = (1, -1), yhat = 1, loss = 1/2. */
const PARAMETERS = {
  W1: tensor([2, 2], [1, -2, 0, 2]),
  b1: tensor([2], [0, -1]),
  w2: tensor([1, 2], [1, -1]),
  b2: tensor([1], [0]),
};
const POINT = [PARAMETERS, tensor([1, 2], [1, 0]), tensor([1, 1], [2])];

describe('files', () => {
  test('one for each module, and the answers', () => {
    const files = filesFor(ALL, null, RUBRIC, ENGINE);
    expect(Object.keys(files).sort()).toEqual(['answers.json', 'backprop.js', 'src/loss.js']);
    expect(Object.keys(exportsOf(files, 'backprop.js')).sort()).toEqual(['backward', 'forward']);
    expect(filesFor([], null, RUBRIC, ENGINE)).toEqual({});
  });
  test('the functions compute what was worked out by hand', () => {
    const files = filesFor(ALL, null, RUBRIC, ENGINE);
    const { forward, backward } = exportsOf(files, 'backprop.js');
    expect(forward?.(...POINT)).toEqual({ z1: [[1, -1]], z2: [[1, 0]], yhat: [[1]], loss: 0.5 });
    expect(backward?.(...POINT)).toMatchObject({
      dW1: [
        [-1, 0],
        [0, 0],
      ],
      db1: [-1, 0],
      dx: [[-1, 2]],
    });
    expect(exportsOf(files, 'src/loss.js')['loss']?.(...POINT)).toBe(0.5);
    expect(JSON.parse(files['answers.json'] ?? '')).toEqual({
      forward: { z1: [[1, -1]], loss: 0.5 },
      backward: {
        dW1: [
          [-1, 0],
          [0, 0],
        ],
      },
      count: 6,
    });
  });
  test('with a mistake, functions and answers have it', () => {
    const files = filesFor(ALL, 'factor-2@#0', RUBRIC, ENGINE);
    const { forward, backward } = exportsOf(files, 'backprop.js');
    expect(forward?.(...POINT)).toMatchObject({ yhat: [[1]], loss: 1 });
    expect(backward?.(...POINT)).toMatchObject({
      dW1: [
        [-2, 0],
        [0, 0],
      ],
    });
    expect(JSON.parse(files['answers.json'] ?? '')).toMatchObject({ forward: { loss: 1 }, count: 6 });
  });
  test('there is nothing in them of the samples', () => {
    const files = filesFor([OF_FORWARD, OF_BACKWARD], null, RUBRIC, '');
    expect(Object.values(files).join('')).not.toMatch(/\d\.\d/);
  });
});

describe('what cannot be tried', () => {
  test('two checks that ask for other tensors under one name', () => {
    const other = { ...OF_FORWARD, id: 'other', outputs: [{ name: 'z1', of: 'z2', weight: 1 }] };
    expect(functionsOf([OF_FORWARD, other], RUBRIC).clashes).toEqual([{ target: 'f', name: 'z1' }]);
    expect(functionsOf([OF_FORWARD, { ...other, outputs: OF_FORWARD.outputs }], RUBRIC).clashes).toEqual([]);
    const { trials, clashes } = trialsOf({ rubric: rubricWith([OF_FORWARD, other, OF_LOSS]), engine: ENGINE });
    expect(clashes).toEqual([{ target: 'f', name: 'z1' }]);
    expect(trials.map(({ checks }) => checks)).toEqual(trials.map(() => [OF_LOSS]));
  });
  test('checks without tensors of a network', () => {
    const counts = { ...CHAIN, steps: CHAIN.steps.slice(3) };
    expect([...ALL, counts].map(isCovered)).toEqual([true, true, true, true, false]);
    expect(isCovered({ kind: 'files', id: 'f', title: 'f', points: 1, files: [] })).toBe(false);
  });
});

describe('slips of one step', () => {
  const of = (name: string) => LOCAL.find((one) => one.name === name) ?? LOCAL[0];
  test('are made at each step that they change', () => {
    const slips = of('step-twice');
    if (slips === undefined) throw new Error('no such mistake');
    expect(slipsIn(CHAIN, slips, RUBRIC).map(({ path }) => path)).toEqual([
      'forward.z1',
      'forward.loss',
      'backward.dW1',
    ]);
    const transposed = of('step-transposed');
    if (transposed === undefined) throw new Error('no such mistake');
    // dW1 is symmetric here, and the others are no matrices
    expect(slipsIn(CHAIN, transposed, RUBRIC)).toEqual([]);
  });
  test('the other steps stay right', () => {
    const [slip] = LOCAL[1] === undefined ? [] : slipsIn(CHAIN, LOCAL[1], RUBRIC);
    if (slip === undefined) throw new Error('no slip');
    expect(JSON.parse(filesWithSlip(CHAIN, slip, RUBRIC)['answers.json'] ?? '')).toMatchObject({
      forward: { z1: [[2, -2]], loss: 0.5 },
    });
  });
});

describe('which outputs show a mistake', () => {
  const shown = findShown(RUBRIC).get('quiz2') ?? [];
  const byOf = (name: string) => Object.fromEntries(shown.find(({ way }) => way.mistake.name === name)?.by ?? []);
  test('a mask that is forgotten, in the gradients below it', () => {
    // at (1, -1) the mask of the second unit is 0, where dz2 is 1
    expect(byOf('relu-no-mask')).toEqual({
      backward: ['dz1', 'dW1', 'db1', 'dx'],
      chain: ['backward.dW1'],
    });
  });
  test('a factor of the loss, in the loss and in all gradients', () => {
    expect(byOf('factor-2')).toEqual({
      forward: ['loss'],
      backward: OF_BACKWARD.outputs.map(({ name }) => name),
      loss: ['value'],
      chain: ['forward.loss', 'backward.dW1'],
    });
  });
  test('a mistake in gradients changes nothing where only values are asked for', () => {
    const values = findShown(rubricWith([OF_LOSS])).get('quiz2') ?? [];
    const mask = values.find(({ way }) => way.mistake.name === 'relu-no-mask');
    expect(mask).toMatchObject({ changes: false });
    expect(values.find(({ way }) => way.mistake.name === 'factor-2')).toMatchObject({ changes: true });
  });
  test('a mistake that no output shows, although it changes something', () => {
    const only = { ...OF_BACKWARD, outputs: [{ name: 'dyhat', of: 'yhat', weight: 1 }] };
    const found = findShown(rubricWith([only])).get('quiz2') ?? [];
    const mask = found.find(({ way }) => way.mistake.name === 'relu-no-mask');
    expect([mask?.changes, mask?.by.size]).toEqual([true, 0]);
  });
});

test('the judge catches each mistake whose outputs differ, in answers to a chain', () => {
  const { trials } = trialsOf({ rubric: rubricWith([CHAIN]), engine: ENGINE });
  expect(trials.length).toBeGreaterThan(20);
  for (const { files, shownBy, mistake } of trials) {
    const bytes = new TextEncoder().encode(files()['answers.json']);
    const documents = new Map([['answers.json', { status: 'read', bytes } as const]]);
    const nothing = { files: [], models: new Map(), dataSets: new Map(), outcomes: new Map() };
    const { earned } = judge(CHAIN, { ...nothing, documents }, RUBRIC);
    expect([mistake.name, earned < 4]).toEqual([mistake.name, shownBy.size > 0]);
  }
});

test('a mistake can be asked for by its name', () => {
  const { trials } = trialsOf({ rubric: RUBRIC, engine: ENGINE, only: ['factor-2', 'step-half'] });
  expect(new Set(trials.map(({ mistake }) => mistake.name))).toEqual(new Set(['factor-2', 'step-half']));
});

test('samples of a check are its own', () => {
  expect(samplesOf(OF_FORWARD, RUBRIC)).toHaveLength(3);
  expect(samplesOf(OF_LOSS, RUBRIC)).toHaveLength(2);
  expect(samplesOf(CHAIN, RUBRIC)).toHaveLength(1);
  expect(outputsOf(OF_LOSS, RUBRIC)).toEqual([{ name: 'value', of: 'loss', quantity: 'value' }]);
});
