/** False passes for checks of typed answers: steps and Jacobian matrices. */
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { fromNested, type TensorData } from '../../../grader/tensor/tensor.js';
import { shippedRubric, textDocument, type FalsePass, type HandIn, type HandIns } from './false-pass.js';
import { falseTensors, type Tensors } from './tensors.js';

/** E.g. 1(a) of Quiz 2, worked by hand; by the paths of the file. */
const RIGHT: Readonly<Record<string, unknown>> = {
  'forward.z1': [1, -1],
  'forward.z2': [1, 0],
  'forward.yhat': 1,
  'forward.loss': 0.5,
  'backward.dyhat': -1,
  'backward.dz2': [-1, 1],
  'backward.dz1': [-1, 0],
  'backward.dW1': [[-1, 0], [0, 0]], // prettier-ignore
  'backward.db1': [-1, 0],
  'backward.dw2': [-1, 0],
  'backward.dx': [-1, 2],
  'jacobian.Wx': [[1, -2], [0, 2]], // prettier-ignore
  'jacobian.relu': [[1, 0], [0, 0]], // prettier-ignore
  'operations.reverse': 14,
  'operations.forward': 20,
};

function read(value: unknown): TensorData {
  const parsed = fromNested(value);
  if (!parsed.ok) throw new Error('an answer that is not a tensor');
  return parsed.tensor;
}

function nested({ shape, values }: TensorData): unknown {
  const [side, ...rest] = shape;
  if (side === undefined) return values[0];
  const size = rest.reduce((product, one) => product * one, 1);
  return Array.from({ length: side }, (_, at) =>
    nested({ dtype: 'float64', shape: rest, values: values.slice(at * size, (at + 1) * size) }),
  );
}

/** JSON has no NaN: it becomes null, as programs write it. */
function handIn(answers: Tensors): HandIn {
  const file: Record<string, Record<string, unknown>> = {};
  for (const [path, tensor] of Object.entries(answers)) {
    const [part = '', name = ''] = path.split('.');
    file[part] = { ...file[part], [name]: nested(tensor) };
  }
  return { document: textDocument(JSON.stringify(file)) };
}

/** The answers that a check asks for. */
function answersOf(paths: readonly string[]): Tensors {
  return Object.fromEntries(paths.map((path) => [path, read(RIGHT[path])]));
}

function wrongOnes(paths: readonly string[], at: string, { sampleSets }: ResolvedRubric): HandIns {
  const inputs = sampleSets.get(at)?.[0]?.values ?? {};
  const wrong = Object.entries(falseTensors(answersOf(paths), inputs));
  return {
    ...Object.fromEntries(wrong.map(([name, answers]) => [name, handIn(answers)])),
    'no file': {},
    'an empty file': { document: textDocument('') },
    'an empty object': { document: textDocument('{}') },
    'text for numbers': {
      document: textDocument(JSON.stringify(Object.fromEntries(paths.map((path) => [path, 'x'])))),
    },
  };
}

const pathsOfSteps = ({ steps }: CheckOf<'steps'>) => steps.map(({ path }) => path);
const pathsOfMatrices = ({ matrices }: CheckOf<'jacobian'>) => matrices.map(({ path }) => path);
const quiz2 = () => shippedRubric('quiz2');

export const STEPS: FalsePass<'steps'> = {
  rubric: quiz2,
  right: (check) => handIn(answersOf(pathsOfSteps(check))),
  wrong: (check, rubric) => wrongOnes(pathsOfSteps(check), check.at, rubric),
  chance: {
    // the quiz's numbers are small and whole: yhat is 1, the loss 0.5, dyhat -1, z1 is w2, z2 is x
    answers: {
      ones: 2,
      'one half': 2,
      'minus ones': 3,
      'input x': 2,
      'input x in the right shape': 4,
      'input w2': 3,
      'input w2 in the right shape': 5,
      'input W1 in the right shape': 2,
      // a student who writes these knows all the right numbers. With the sign of z1, z2, the loss and dyhat (10 points)
      // wrong,
      // the seven other steps follow; with the units in another order z2, dz1 and db1 do
      negative: 20,
      backwards: 8,
      // dz2 becomes dz1, [-1, 0]: what the slide prints for dz2, and accepted
      'another output': 3,
    },
  },
};

export const JACOBIAN: FalsePass<'jacobian'> = {
  rubric: quiz2,
  right: (check) => handIn(answersOf(pathsOfMatrices(check))),
  wrong: (check, rubric) => wrongOnes(pathsOfMatrices(check), check.at, rubric),
  // the Jacobian matrix of a linear layer is its matrix
  chance: { jacobian: { 'input W1': 3, 'input W1 in the right shape': 3 } },
};
