/**
 * All wrong programs: single mistakes and pairs of the main ones in plain float32 loops, natural ones in tf.js, and foreign errors
 * about which a diagnosis must not claim a mistake of the catalogue. Independent of the reference engine.
 */
import { CATALOGUE, MAIN, VARIANTS, appliesTo } from './catalogue.js';
import { NETWORKS, NETWORK_NAMES, programOf, type NetworkName } from './networks/networks.js';
import type { WrongProgram } from './wrong-program.js';

export { CATALOGUE, MAIN, VARIANTS, appliesTo, type Mistake } from './catalogue.js';
export { FOREIGN } from './foreign/index.js';
export { NATURAL, NATURAL_RIGHT } from './natural/index.js';
export { NETWORKS, NETWORK_NAMES, programOf, type NetworkName } from './networks/networks.js';
export type { Given, Labels32, NetworkJson, Outputs, Program, Tensor32 } from './program.js';
export { genericSample } from './sample.js';
export type { WrongProgram } from './wrong-program.js';

function injected(network: NetworkName, ids: readonly string[]): WrongProgram {
  const program = programOf(network);
  return { name: ids.join(' + '), network, ids, run: (given) => program(given, new Set(ids)) };
}

/** Nodes below which no gradient may pass, and the layers whose mistakes may be restricted to one of them. */
const nodesOf = (network: NetworkName, ops: (op: string) => boolean) =>
  NETWORKS[network].network.nodes.filter(({ name, op }) => name !== 'loss' && ops(op)).map(({ name }) => name);

export const RIGHT: readonly WrongProgram[] = NETWORK_NAMES.map((network) => injected(network, []));

/** Each mistake of the catalogue in each network where it can show, everywhere in it at once. */
export const SINGLES: readonly WrongProgram[] = NETWORK_NAMES.flatMap((network) => [
  ...CATALOGUE.filter((mistake) => appliesTo(mistake, network)).map(({ id }) => injected(network, [id])),
  ...nodesOf(network, () => true).map((node) => injected(network, [`detached@${node}`])),
]);

/** Other forms of them. */
export const OTHER_FORMS: readonly WrongProgram[] = NETWORK_NAMES.flatMap((network) =>
  VARIANTS.filter((mistake) => appliesTo(mistake, network)).map(({ id }) => injected(network, [id])),
);

const IN_ONE_LAYER: readonly (readonly [id: string, ops: readonly string[]])[] = [
  ['relu-no-mask', ['relu']],
  ['relu-inverted-mask', ['relu']],
  ['activation-missing', ['relu', 'sigmoid', 'tanh']],
  ['bias-missing', ['linear', 'conv2d']],
  ['db-zero', ['linear', 'conv2d']],
  ['db-mean', ['linear', 'conv2d']],
];

/** Mistakes that are made in one layer and not in the others. */
export const PLACED: readonly WrongProgram[] = NETWORK_NAMES.flatMap((network) =>
  IN_ONE_LAYER.flatMap(([id, ops]) =>
    nodesOf(network, (op) => ops.includes(op))
      // the bias of attention's keys has no gradient, whatever a program does with it
      .filter((node) => !(id.startsWith('db-') && node === 'k'))
      .map((node) => injected(network, [`${id}@${node}`])),
  ),
);

/** Two main mistakes at once. */
export const PAIRS: readonly WrongProgram[] = NETWORK_NAMES.flatMap((network) => {
  const main = MAIN[network] ?? [];
  return main.flatMap((first, index) => main.slice(index + 1).map((second) => injected(network, [first, second])));
});
