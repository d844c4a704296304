/** Samples on which mistakes show: no number is near a kink, and every relu is on for some and off for others. */
import { drawSample } from './draw.js';
import { NETWORKS, programOf, type NetworkName } from './networks/networks.js';
import type { Given } from './program.js';

/** The least |z| of a relu's input, and of the scores. */
const MARGIN = 1e-3;

function isGeneric(name: NetworkName, given: Given): boolean {
  const { values } = programOf(name)(given, new Set());
  const { nodes } = NETWORKS[name].network;
  const kinked = nodes.flatMap(({ op, of }) => (op === 'relu' ? of : []));
  return [...kinked, nodes.at(-2)?.name ?? ''].every((node) => {
    const z = values[node]?.values ?? new Float32Array();
    const share = z.filter((value) => value > 0).length / z.length;
    return share > 0.2 && share < 0.8 && z.every((value) => Math.abs(value) > MARGIN);
  });
}

/** The first generic sample from this seed on. */
export function genericSample(name: NetworkName, from = 1): Given {
  for (let seed = from; seed < from + 1000; seed += 1) {
    const given = drawSample(NETWORKS[name], seed);
    if (isGeneric(name, given)) return given;
  }
  throw new Error(`no generic sample of ${name} from seed ${String(from)} on`);
}
