/** The networks of the confusion matrix, each with its program in plain loops and sizes that tell the mistakes apart. */
import { labelsOf, tensorOf, type Given, type NetworkJson, type Program } from '../program.js';
import { runSteps, type Handling, type Step } from '../tape.js';
import { attentionBlock, attentionSteps } from './attention-block.js';
import { CNN, CNN_STEPS, POOL_FIRST, POOL_FIRST_STEPS } from './cnn.js';
import { MLP, MLP_STEPS, regression, regressionSteps } from './mlp.js';

export const NETWORK_NAMES = [
  'mlp',
  'regression-sigmoid',
  'regression-tanh',
  'cnn',
  'cnn-pool-first',
  'attention',
  'attention-heads',
  'attention-batch',
] as const;
export type NetworkName = (typeof NETWORK_NAMES)[number];

export interface WrittenNetwork {
  readonly network: NetworkJson;
  /** The numbers that letters stand for. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly steps: readonly Step[];
}

export const NETWORKS: Readonly<Record<NetworkName, WrittenNetwork>> = {
  mlp: { network: MLP, sizes: { B: 7, D: 3, H: 6, C: 5 }, steps: MLP_STEPS },
  'regression-sigmoid': {
    network: regression('sigmoid'),
    sizes: { B: 7, D: 3, H: 5 },
    steps: regressionSteps('sigmoid'),
  },
  'regression-tanh': { network: regression('tanh'), sizes: { B: 7, D: 3, H: 5 }, steps: regressionSteps('tanh') },
  cnn: { network: CNN, sizes: { B: 5, C: 4 }, steps: CNN_STEPS },
  'cnn-pool-first': { network: POOL_FIRST, sizes: { B: 3, C: 4 }, steps: POOL_FIRST_STEPS },
  attention: { network: attentionBlock(1, false), sizes: { T: 7, D: 6, H: 8, C: 5 }, steps: attentionSteps(1) },
  'attention-heads': { network: attentionBlock(2, false), sizes: { T: 7, D: 6, H: 8, C: 5 }, steps: attentionSteps(2) },
  'attention-batch': {
    network: attentionBlock(2, true),
    sizes: { B: 3, T: 5, D: 6, H: 8, C: 4 },
    steps: attentionSteps(2),
  },
};

/** What the loss is averaged over: the examples, or the tokens of all of them. */
export function rowsOf(given: Given): number {
  return 'label' in given ? labelsOf(given, 'label').values.length : tensorOf(given, 'y').values.length;
}

/** The program of a network; `handling` is for foreign programs. */
export function programOf(name: NetworkName, handling: Handling = {}): Program {
  const { steps } = NETWORKS[name];
  return (given, mistakes) => runSteps(steps, rowsOf(given), given, mistakes, handling);
}
