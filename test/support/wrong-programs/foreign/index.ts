/**
 * Foreign errors: wrong outputs that no mistake of the catalogue explains, nor two of them. A diagnosis that names a mistake
 * here is wrong.
 */
import { map, plus, times, zerosLike, zip } from '../matrix.js';
import { programOf, type NetworkName } from '../networks/networks.js';
import { tensorOf, type Given, type Outputs, type Tensor32 } from '../program.js';
import type { Handling } from '../tape.js';
import type { WrongProgram } from '../wrong-program.js';
import { LEFT_IN } from './left-in.js';
import {
  changedGradients,
  changedParameters,
  largest,
  noisy,
  otherGiven,
  reversedRows,
  roundedTo,
  turned,
  withInput,
} from './tensors.js';

type Run = (given: Given) => Outputs;

/** The right program of a network, or the one with switches that are not in the catalogue. */
type Make = (right: Run, network: NetworkName) => Run;

const switched =
  (...ids: readonly string[]): Make =>
  (_right, network) =>
  (given) =>
    programOf(network)(given, new Set(ids));

const handled =
  (handling: (network: NetworkName, given: Given) => Handling): Make =>
  (_right, network) =>
  (given) =>
    programOf(network, handling(network, given))(given, new Set());

const onGradients =
  (change: (tensor: Tensor32, name: string) => Tensor32): Make =>
  (right) =>
  (given) =>
    changedGradients(right(given), change);

/** Values of the given sample, gradients from another call. */
const gradientsOf =
  (other: (given: Given) => Given): Make =>
  (right) =>
  (given) => ({ values: right(given).values, gradients: right(other(given)).gradients });

/** Adds a multiple of the gradients of the previous call, which was on other examples. */
const accumulated =
  (factor: number): Make =>
  (right) =>
  (given) => {
    const before = right(otherGiven(given, 'inputs')).gradients;
    return changedParameters(given, right(given), (tensor, name) =>
      plus(tensor, times(before[name] ?? zerosLike(tensor), factor)),
    );
  };

const clippedByNorm: Make = (right) => (given) => {
  const outputs = right(given);
  const parameters = Object.keys(given).flatMap((name) => (name === 'x' ? [] : [outputs.gradients[name] ?? []]).flat());
  const squares = parameters.map(({ values }) => values.reduce((sum, value) => sum + value * value, 0));
  const norm = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  return changedParameters(given, outputs, (tensor) => times(tensor, Math.min(1, 0.1 / norm)));
};

const decayed =
  (rate: number): Make =>
  (right) =>
  (given) =>
    changedParameters(given, right(given), (tensor, name) => plus(tensor, times(tensorOf(given, name), rate)));

const oneWrongElement: Make = (right) => (given) => {
  const outputs = right(given);
  const [name = ''] = Object.keys(outputs.gradients).filter((one) => one !== 'x');
  return changedGradients(outputs, (tensor, own) =>
    own === name ? map(tensor, (value, index) => (index === 1 ? value + largest(tensor) : value)) : tensor,
  );
};

/** Half of the way from the right gradients to those of a mistake. */
const halfOf =
  (id: string): Make =>
  (right, network) =>
  (given) => {
    const wrong = programOf(network)(given, new Set([id])).gradients;
    return changedGradients(right(given), (tensor, name) =>
      zip(tensor, wrong[name] ?? tensor, (own, other) => (own + other) / 2),
    );
  };

const standardised = (x: Tensor32): Tensor32 => {
  const mean = x.values.reduce((sum, value) => sum + value, 0) / x.values.length;
  const squares = x.values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return map(x, (value) => (value - mean) / Math.sqrt(squares / x.values.length));
};

/** The activations of the backward pass are those of the previous call, apart from the scores. */
const staleCache = handled((network, given) => ({
  cached: (values) => {
    const before = programOf(network)(otherGiven(given, 'inputs'), new Set()).values;
    const scores = Array.from(values.keys()).at(-2) ?? '';
    return new Map(Object.entries(before).filter(([name]) => name !== scores && name !== 'loss'));
  },
}));

const EVERYWHERE: readonly (readonly [name: string, make: Make])[] = [
  ['leaky relu, slope 0.01', switched('leaky-relu:0.01')],
  ['leaky relu, slope 0.2', switched('leaky-relu:0.2')],
  ['gelu for relu', switched('gelu')],
  ['elu for relu', switched('elu')],
  ['dropout left on', switched('dropout')],
  ['only the first example', switched('first-example-only')],
  [
    'gradients clipped by value',
    onGradients((tensor) => map(tensor, (value) => Math.max(-0.02, Math.min(0.02, value)))),
  ],
  ['gradients clipped by norm', clippedByNorm],
  ['noise of 1 %', onGradients((tensor, name) => noisy(0.01)(tensor, name))],
  ['noise of 10 %', onGradients((tensor, name) => noisy(0.1)(tensor, name))],
  ['answers of a memorised sample', (right) => (given) => right(otherGiven(given, 'all', 1))],
  ['gradients of a memorised sample', gradientsOf((given) => otherGiven(given, 'all', 1))],
  ['gradients of the previous examples', gradientsOf((given) => otherGiven(given, 'inputs'))],
  ['gradients at other weights', gradientsOf((given) => otherGiven(given, 'parameters'))],
  ['stale activations', staleCache],
  ['float16', handled(() => ({ stored: roundedTo(11, -14) }))],
  ['bfloat16', handled(() => ({ stored: roundedTo(8, -126) }))],
  ['gradients turned', onGradients(turned)],
  ['one wrong element', oneWrongElement],
  ['weight decay 0.01', decayed(0.01)],
  ['weight decay 0.1', decayed(0.1)],
  ['momentum', accumulated(0.9)],
  ['gradients added to those of the previous call', accumulated(1)],
  ['examples in another order than labels', (right) => (given) => right(withInput(given, reversedRows))],
  ['rows of gradients reversed', onGradients(reversedRows)],
  ['inputs standardised', (right) => (given) => right(withInput(given, standardised))],
  ['signs of the gradients', onGradients((tensor) => map(tensor, Math.sign))],
  ['each gradient divided by its largest element', onGradients((tensor) => times(tensor, 1 / (largest(tensor) || 1)))],
  ['half of a forgotten mask', halfOf('relu-no-mask')],
  [
    'random gradients',
    onGradients((tensor) =>
      noisy(1)(
        map(tensor, () => 0.1),
        '',
      ),
    ),
  ],
  ['no gradients', onGradients(zerosLike)],
  ['absolute values', onGradients((tensor) => map(tensor, Math.abs))],
];

const OF_CLASSES: readonly (readonly [name: string, make: Make])[] = [
  ['label smoothing 0.1', switched('label-smoothing:0.1')],
  ['hinge loss', switched('hinge')],
  [
    'one wrong label',
    (right) => (given) => {
      const { label } = given;
      const classes = 1 + Math.max(...(label?.values ?? []));
      const values = Int32Array.from(label?.values ?? []).map((one, index) =>
        index === 0 ? (one + 1) % classes : one,
      );
      return right({ ...given, label: { shape: label?.shape ?? [], values } });
    },
  ],
];

const OF_NUMBERS: readonly (readonly [name: string, make: Make])[] = [['absolute error', switched('absolute-error')]];

const LISTS: readonly (readonly [NetworkName, readonly (readonly [string, Make])[]])[] = [
  ['mlp', [...EVERYWHERE, ...OF_CLASSES]],
  ['regression-tanh', [...EVERYWHERE, ...OF_NUMBERS]],
  ['cnn', [...EVERYWHERE, ...OF_CLASSES]],
  ['cnn-pool-first', [...EVERYWHERE, ...OF_CLASSES]],
  ['attention', [...EVERYWHERE, ...OF_CLASSES]],
];

export const FOREIGN: readonly WrongProgram[] = [
  ...LISTS.flatMap(([network, list]) =>
    list.map(([name, make]): WrongProgram => {
      const right: Run = (given) => programOf(network)(given, new Set());
      return { name, network, ids: null, run: make(right, network) };
    }),
  ),
  ...LEFT_IN,
];
