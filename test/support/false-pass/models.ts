/** False passes for checks of exported models: accuracy and limits. */
import { makeRng } from '../../../grader/numerics/rng.js';
import { modelTarget } from '../../../grader/checks/asking/targets.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { ExampleSet, ResolvedRubric } from '../../../grader/stages/resolved.js';
import type { ModelAdmission } from '../../../grader/stages/submission.js';
import { sizeOf, type TensorData } from '../../../grader/tensor/tensor.js';
import { shippedRubric, returned, type FalsePass, type HandIn, type HandIns } from './false-pass.js';

type Accuracy = CheckOf<'accuracy'>;
/** The class of an example by its row. */
type Guess = (row: number) => number;

const tensor = (shape: readonly number[], value: (at: number) => number): TensorData => ({
  dtype: 'float32',
  shape,
  values: Float32Array.from({ length: sizeOf(shape) }, (_, at) => value(at)),
});

/** Outputs from which a class is read: a score for each, or one number for all. */
function outputs(classes: Guess, rows: number, width: number, count: number): TensorData {
  if (width > 1) {
    return tensor([rows, width], (at) => (at % width === classes(Math.floor(at / width)) ? 1 : -1));
  }
  return tensor([rows, 1], count === 2 ? (row) => 2 * classes(row) - 1 : classes);
}

interface Asked {
  readonly set: ExampleSet;
  readonly width: number;
}

function askedOf({ target, data }: Accuracy, rubric: ResolvedRubric): Asked[] {
  const set = rubric.data.get(data);
  if (set === undefined) throw new Error(`no data set ${data}`);
  return modelTarget(target, rubric).outputs.map((width) => ({ set, width }));
}

/** The outputs of a model for all examples; the repeated requests for a few of them do not affect its points. */
const giving = (data: TensorData, { width }: Asked): HandIn => ({
  answer: (probe) => {
    const rows = probe.kind === 'predict' ? (probe.input.shape[0] ?? 0) : 0;
    return returned({ value: probe.id.endsWith('#0') ? data : tensor([rows, width], () => 0) });
  },
});

const guessing = (classes: Guess, asked: Asked): HandIn =>
  giving(outputs(classes, asked.set.labels.length, asked.width, asked.set.classes), asked);

function guesses({ set: { labels, classes } }: Asked): Record<string, Guess> {
  const rng = makeRng(11);
  const drawn = Array.from(labels, () => Math.floor(rng.nextUniform() * classes));
  const constant = Array.from({ length: classes }, (_, one): [string, Guess] => [`class ${String(one)}`, () => one]);
  return {
    ...Object.fromEntries(constant),
    'random classes': (row) => drawn[row] ?? NaN,
    'labels shifted by one': (row) => ((labels[row] ?? NaN) + 1) % classes,
    'labels shifted back by one': (row) => ((labels[row] ?? NaN) + classes - 1) % classes,
    'classes in turn': (row) => row % classes,
  };
}

function oddOutputs({ set: { labels, examples, divisor }, width }: Asked): Record<string, TensorData> {
  const rows = labels.length;
  const each = sizeOf(examples.shape) / rows;
  const rng = makeRng(12);
  const shape = [rows, width];
  const input = (at: number) => (examples.values[Math.floor(at / width) * each + (at % width)] ?? NaN) / divisor;
  return {
    zeros: tensor(shape, () => 0),
    ones: tensor(shape, () => 1),
    'a large constant': tensor(shape, () => 1e30),
    'random numbers': tensor(shape, () => rng.nextUniform() - 0.5),
    'the inputs': tensor(shape, input),
    NaN: tensor(shape, () => NaN),
    infinity: tensor(shape, () => Infinity),
    empty: tensor([0], () => 0),
    'no rows': tensor([0, width], () => 0),
    'one row': tensor([1, width], () => 0),
    'examples last': tensor([width, rows, 1], () => 1),
    'the whole input': tensor(examples.shape.slice(0, 2), () => 1),
  };
}

function wrongModels(asked: Asked): HandIns {
  const as = (name: string) => `${name}, width ${String(asked.width)}`;
  return {
    ...named(guesses(asked), (guess) => guessing(guess, asked), as),
    ...named(oddOutputs(asked), (data) => giving(data, asked), as),
  };
}

function named<T>(entries: Record<string, T>, handIn: (one: T) => HandIn, as: (name: string) => string): HandIns {
  return Object.fromEntries(Object.entries(entries).map(([name, one]) => [as(name), handIn(one)]));
}

type Chance = NonNullable<FalsePass<'accuracy'>['chance']>;

const accuracy = (rubric: () => Promise<ResolvedRubric>, chance: Chance = {}): FalsePass<'accuracy'> => ({
  rubric,
  chance,
  right: (check, resolved) => {
    const [asked] = askedOf(check, resolved);
    if (asked === undefined) throw new Error('a model without outputs');
    // a linear model that is right everywhere is not plausible: one of a hundred is wrong
    const wrongFrom = check.below === undefined ? Infinity : 100;
    return guessing((row) => {
      const label = asked.set.labels[row] ?? NaN;
      return row % wrongFrom === wrongFrom - 1 ? (label + 1) % asked.set.classes : label;
    }, asked);
  },
  wrong: (check, resolved) => ({
    ...Object.fromEntries(askedOf(check, resolved).flatMap((asked) => Object.entries(wrongModels(asked)))),
    ...refused(),
  }),
});

/** Models that were not let in, with what could be measured of them. */
function refused(): HandIns {
  const facts = {
    format: 'layers-model',
    parameters: 1,
    fileBytes: 1,
    layers: [],
    inputShape: null,
    weights: [],
  } as const;
  const error = { code: 'LOAD_FAILED', message: 'it does not load' } as const;
  const models: Record<string, ModelAdmission> = {
    'no model': { status: 'missing', sentence: 'it is missing' },
    'a model that was refused': { status: 'rejected', sentence: 'its weights are not finite', facts },
    'a model that cannot be read': { status: 'rejected', sentence: 'it is not JSON', facts: null },
    'a model that does not load': { status: 'not-loaded', error, facts },
  };
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, { model }]));
}

function byChance(points: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(points).map(([name, earned]) => [`${name}, width 1`, earned]));
}

const circle = () => shippedRubric('hw2-circle');
const supertux = () => shippedRubric('hw3-supertux');
const CIRCLE = accuracy(circle);
/**
 * Classes by luck, on a ramp from .10 to .20: right are 113, 112 and 115 of 600, and 206, 199 and 226 of 1,200. No more
 * than one class for all, which is right for a sixth, earns nothing.
 */
const SUPERTUX = accuracy(supertux, {
  'regress-valid': byChance({ 'random classes': 2.65, 'classes in turn': 2.6, 'the inputs': 2.75 }),
  'regress-heldout': byChance({ 'random classes': 4.3, 'the inputs': 5.3 }),
});
export const ACCURACY = [CIRCLE, SUPERTUX];

/** A model that does nothing is small, and that is all that is asked here. */
const limits = (rubric: () => Promise<ResolvedRubric>): FalsePass<'model-limits'> => ({
  rubric,
  right: () => ({}),
  wrong: () => ({ ...refused(), ...tooLarge() }),
});

function tooLarge(): HandIns {
  const facts = { format: 'layers-model', layers: [], inputShape: null, weights: [] } as const;
  const admitted = (parameters: number, fileBytes: number): HandIn => ({
    model: { status: 'admitted', facts: { ...facts, parameters, fileBytes } },
  });
  return { 'too many parameters': admitted(1e9, 100), 'too many bytes': admitted(3, 1e9) };
}

export const MODEL_LIMITS = [limits(circle), limits(supertux)];
