/** The rows of the confusion matrix: what was made, what is claimed, and whether that is right. */
import { anyShare } from './runs.js';
import { diagnosisOf, nameOf, samplesOf, type Diagnosed } from './confusion.js';
import { areClose } from './wrong-programs/closeness.js';
import {
  FOREIGN,
  NATURAL,
  OTHER_FORMS,
  PAIRS,
  PLACED,
  RIGHT,
  SINGLES,
  type NetworkName,
  type WrongProgram,
} from './wrong-programs/index.js';

export interface Row {
  readonly program: WrongProgram;
  /** Names of the library; null where it has none for this program. */
  readonly expected: readonly string[] | null;
  readonly claimed: readonly string[];
  readonly diagnosed: readonly Diagnosed[];
  /** Everything that was made is claimed, for all wrong outputs, and nothing else. */
  readonly isNamed: boolean;
  /** Something is claimed that was not made. */
  readonly isFalse: boolean;
}

/** Natural programs whose mistake the library has got a name for, and the catalogue of wrong programs has not. */
const NATURAL_NAMES: Readonly<Record<string, string>> = {
  'db: of the first example': 'bias-gradient-of-one-example',
  'tf.losses.absoluteDifference': 'absolute-error',
  'max pool backward: a quarter for each cell': 'pool-gradient-shared',
  // where W is square, the numbers in another order are those of the transpose
  'dW: reshape in place of transpose': 'weight-gradient-transposed',
};

/** Of two mistakes in one number, such as a mean over the classes of another loss, naming the first is enough. */
const SCALES = ['times-batch', 'times-outputs', 'divided-by-outputs', 'log-base-2', 'factor-2', 'factor-half'];

function rowOf(program: WrongProgram, parts: readonly ('values' | 'gradients')[] = ['values', 'gradients']): Row {
  const expected = expectedOf(program);
  const diagnosed = parts.map((part) => diagnosisOf(program.network, program.run, part));
  const claimed = [...new Set(diagnosed.flatMap(({ names }) => names))];
  const wanted = expected ?? [];
  const isComplete = (one: Diagnosed) => {
    const missing = wanted.filter((name) => !one.names.includes(name));
    const isScaled = one.claims.includes('scaled') && missing.every((name) => SCALES.includes(name));
    return one.wrong === 0 || (one.unexplained === 0 && (missing.length === 0 || isScaled));
  };
  const isFalse = claimed.some((name) => !wanted.includes(name));
  // a loss that is a factor of another loss as well is a single number, of which nothing can be said
  const told = diagnosed.filter(({ wrong }) => wrong > 1 || diagnosed.every((one) => one.wrong <= 1));
  return {
    program,
    expected,
    claimed,
    diagnosed,
    isFalse,
    isNamed: expected !== null && !isFalse && told.every(isComplete),
  };
}

function expectedOf({ name, ids }: WrongProgram): readonly string[] | null {
  const known = NATURAL_NAMES[name];
  if (ids === null) return known === undefined ? null : [known];
  return [...new Set(ids.map(nameOf))];
}

const inNetwork = (all: readonly WrongProgram[], network: NetworkName) => all.filter((one) => one.network === network);

/** Right programs, every single mistake, its other forms, and mistakes in one place. */
export function singles(network: NetworkName): readonly Row[] {
  return [RIGHT, SINGLES, OTHER_FORMS, PLACED].flatMap((all) => inNetwork(all, network)).map((one) => rowOf(one));
}

/** Of the pairs, each `every`-th. */
export function pairs(network: NetworkName, every = 1): readonly Row[] {
  // always the same ones: two of a hundred are not named, and both may be in one of the other shares
  const share = inNetwork(PAIRS, network).filter((_one, index) => index % every === 0);
  return share.map((one) => rowOf(one, ['gradients']));
}

export function natural(networks: readonly NetworkName[]): readonly Row[] {
  return NATURAL.filter(({ network }) => networks.includes(network)).map((one) => rowOf(one));
}

/** Of the errors that are not in the library, each `every`-th. */
export function foreign(networks: readonly NetworkName[], every = 1): readonly Row[] {
  // these have become mistakes of the library: no gradients are those of a graph that is cut at the loss
  const known = ['absolute error', 'no gradients'];
  const unknown = FOREIGN.filter(({ name, network }) => !known.includes(name) && networks.includes(network));
  return anyShare(unknown, every).map((one) => rowOf(one));
}

const EQUAL = 1e-3;

/** The name of a single mistake that is claimed, and gives the same numbers as what was made; null if there is none. */
export function equalTo({ program, claimed }: Row): string | null {
  const samples = samplesOf(program.network);
  const ran = samples.map((given) => program.run(given));
  const same = [...inNetwork(SINGLES, program.network), ...inNetwork(PLACED, program.network)].find(
    (one) =>
      claimed.includes(nameOf(one.ids?.[0] ?? '')) &&
      samples.every((given, place) => {
        const outputs = ran[place];
        return outputs !== undefined && areClose(one.run(given), outputs, EQUAL);
      }),
  );
  return same === undefined ? null : nameOf(same.ids?.[0] ?? '');
}
