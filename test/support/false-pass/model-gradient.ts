/** False passes for the gradients of a student's own exported model. */
import { differentiateProbeId } from '../../../grader/kinds/model-gradient/probes.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import type { ModelAdmission } from '../../../grader/stages/submission.js';
import type { TensorData } from '../../../grader/tensor/tensor.js';
import { returned, type FalsePass, type HandIn } from './false-pass.js';
import { falseTensors, type Tensors } from './tensors.js';

const CHECK: CheckOf<'model-gradient'> = {
  kind: 'model-gradient',
  id: 'grad',
  title: 'Backward pass by hand',
  points: 12,
  target: 'backward',
  model: 'deep',
  loss: 'half-squared-error',
  data: 'valid',
  examples: 4,
};

const f32 = (shape: readonly number[], values: readonly number[]): TensorData => ({
  dtype: 'float32',
  shape,
  values: Float32Array.from(values),
});

/** A model of one hidden layer of two units; the numbers are of no meaning but that all are different. */
const WEIGHTS: Tensors = {
  'hidden/kernel': f32([2, 2], [0.3, -0.7, 1.1, 0.2]),
  'hidden/bias': f32([2], [0.25, -0.15]),
  'end/kernel': f32([2, 1], [0.9, -1.3]),
  'end/bias': f32([1], [0.4]),
};
const GRADIENTS: Tensors = {
  'hidden/kernel': f32([2, 2], [0.21, -0.34, 0.05, 0.62]),
  'hidden/bias': f32([2], [-0.44, 0.17]),
  'end/kernel': f32([2, 1], [0.73, -0.29]),
  'end/bias': f32([1], [-0.58]),
};

const MODEL: ModelAdmission = {
  status: 'admitted',
  facts: {
    format: 'layers-model',
    parameters: 9,
    fileBytes: 600,
    layers: [],
    inputShape: [2],
    weights: Object.entries(WEIGHTS).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
  },
};

function rubric(): Promise<ResolvedRubric> {
  const data = {
    examples: f32([4, 2], [0.1, 0.2, -0.3, 0.4, 0.5, -0.6, -0.7, 0.8]),
    labels: Int32Array.of(1, 0, 0, 1),
    divisor: 1,
    classes: 2,
    digest: '1'.repeat(64),
  };
  return Promise.resolve({
    rubric: {
      schemaVersion: 1,
      id: 'own',
      title: 'Gradients of an own model',
      points: 12,
      targets: {
        deep: { kind: 'model', path: 'deep/model.json', input: [2], outputs: [1] },
        backward: {
          kind: 'function',
          file: 'backprop',
          export: 'backward',
          arguments: ['weights', 'x', 'label'],
          returns: 'record',
        },
      },
      checks: [CHECK],
    },
    digest: '0'.repeat(64),
    path: 'own.yaml',
    sampleSets: new Map(),
    data: new Map([['valid', data]]),
  });
}

/** The model's gradients are `reference`; the student's function returns `own`. */
function handIn(own: Tensors, reference: Tensors = GRADIENTS): HandIn {
  const referenceId = differentiateProbeId(CHECK);
  return { model: MODEL, answer: ({ id }) => returned(id === referenceId ? reference : own) };
}

const inputs = ({ data }: ResolvedRubric): Tensors => {
  const set = data.get('valid');
  return set === undefined ? {} : { x: set.examples, label: f32([4], [...set.labels]) };
};

const zerosOf = (tensors: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, values }]) => [name, f32(shape, [...values].fill(0))]),
  );

const ZEROS = zerosOf(GRADIENTS);
/** Only the output's bias has a gradient: all before it is dead. */
const DEAD: Tensors = { ...ZEROS, 'end/bias': f32([1], [-0.58]) };

export const MODEL_GRADIENT: FalsePass<'model-gradient'> = {
  rubric,
  right: () => handIn(GRADIENTS),
  wrong: (_check, resolved) => ({
    ...Object.fromEntries(
      Object.entries(falseTensors(GRADIENTS, inputs(resolved))).map(([name, own]) => [name, handIn(own)]),
    ),
    'the weights themselves': handIn(WEIGHTS),
    'zeros, and the gradients are zeros': handIn(ZEROS, ZEROS),
    'zeros, and almost all gradients are zeros': handIn(ZEROS, DEAD),
    'zeros, and the gradients are NaN': handIn(ZEROS, { ...GRADIENTS, 'end/bias': f32([1], [NaN]) }),
    'NaN, and the gradients are NaN': handIn(
      { 'end/bias': f32([1], [NaN]) },
      { ...GRADIENTS, 'end/bias': f32([1], [NaN]) },
    ),
    'a model that was refused': { model: { status: 'rejected', sentence: 'it is not finite', facts: null } },
  }),
};
