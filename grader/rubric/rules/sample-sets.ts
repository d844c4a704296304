/**
 * The rule that sample sets have values, or sizes, for everything that their network needs, and nothing else; and that the
 * shapes of its nodes fit with those sizes.
 */
import { GraderError } from '../../errors.js';
import { givenValues } from '../../numerics/given-values.js';
import { inferShapes, type Sizes } from '../../numerics/network-shapes.js';
import type { Network, SampleSet } from '../../schema/network.js';
import { product, showShape, type Shape } from '../../numerics/ops/shapes/shape.js';
import type { Rubric } from '../../schema/rubric.js';
import { suggest } from '../../schema/sentences.js';
import { numbersFit } from './given-numbers.js';
import { networkFits, tellNode } from './networks.js';
import { givenNames, lookUp, mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';

/** Samples are small: the reference is computed thousands of times to find generic ones. */
const MOST_NUMBERS = 10_000_000;

export function* sampleSetRules({ sampleSets = {}, networks }: Rubric): Iterable<RuleProblem> {
  for (const [name, set] of Object.entries(sampleSets)) {
    const path = ['sampleSets', name];
    yield* mustExist([...path, 'network'], 'network', set.network, networks);
    const network = lookUp(networks, set.network);
    if (network === undefined) continue;
    yield* set.kind === 'given' ? valuesFit(path, set, network) : sizesFit(path, set, network);
    yield* shapesFit([...path, set.kind === 'given' ? 'values' : 'sizes'], set, network, sizesOf(name, set, network));
  }
}

function* valuesFit(
  path: Path,
  { values, network: name }: Extract<SampleSet, { kind: 'given' }>,
  network: Network,
): Iterable<RuleProblem> {
  const needed = givenNames(network);
  for (const key of needed.filter((needs) => !Object.hasOwn(values, needs))) {
    yield { path: [...path, 'values'], sentence: `no value for ${key}, which network ${name} needs: add it` };
  }
  for (const key of Object.keys(values).filter((given) => !needed.includes(given))) {
    const sentence = `network ${name} has no input, parameter or label "${key}"${suggest(key, needed)}`;
    yield { path: [...path, 'values', key], sentence };
  }
  yield* numbersFit([...path, 'values'], values, network);
}

function* sizesFit(
  path: Path,
  { sizes, network: name }: Extract<SampleSet, { kind: 'generic' }>,
  network: Network,
): Iterable<RuleProblem> {
  const letters = lettersOf(network);
  for (const letter of letters.filter((needs) => !Object.hasOwn(sizes, needs))) {
    const sentence = `no size for ${letter}, which the shapes of network ${name} use: add it`;
    yield { path: [...path, 'sizes'], sentence };
  }
  for (const letter of Object.keys(sizes).filter((given) => !letters.includes(given))) {
    const there = letters.length === 0 ? 'none' : letters.join(', ');
    const sentence = `no shape of network ${name} uses ${letter} (they use ${there}): take it away`;
    yield { path: [...path, 'sizes', letter], sentence };
  }
}

/** Misfits that the letters of the network alone do not show. */
function* shapesFit(path: Path, set: SampleSet, network: Network, sizes: Sizes): Iterable<RuleProblem> {
  // a network with other problems has misfits because of them
  if ([...networkFits(set.network, network)].length > 0) return;
  const { shapes, misfits } = inferShapes(network, sizes);
  for (const [name, shape] of shapes) {
    const count = product(shape);
    if (typeof count === 'string' || count <= MOST_NUMBERS) continue;
    const sentence = `${name} has shape ${showShape(shape)}, more than ${MOST_NUMBERS.toLocaleString('en')} numbers: choose smaller sizes`;
    yield { path, sentence };
  }
  for (const { index, sentence } of misfits) {
    yield { path, sentence: `with these sizes, at ${tellNode(set.network, network, index)}: ${sentence}` };
  }
}

/** The sizes of letters; none if values do not fit the network, which is told when they are read. */
function sizesOf(name: string, set: SampleSet, network: Network): Sizes {
  if (set.kind === 'generic') return new Map(Object.entries(set.sizes));
  try {
    const values = givenValues(name, set.values, network);
    const labels = Object.entries(network.labels ?? {}).map(([key, { shape }]): [string, Shape] => [key, shape]);
    const shapes = [...Object.entries({ ...network.inputs, ...network.parameters }), ...labels];
    return new Map(
      shapes.flatMap(([key, shape]) =>
        shape.flatMap((side, axis): [string, number][] =>
          typeof side === 'string' ? [[side, values[key]?.shape[axis] ?? 1]] : [],
        ),
      ),
    );
  } catch (error) {
    if (error instanceof GraderError) return new Map();
    throw error;
  }
}

/** The names of sizes in a network's shapes, each once. */
function lettersOf({ inputs, parameters, labels = {} }: Network): string[] {
  const sides = [
    ...[...Object.values(inputs), ...Object.values(parameters)].flat(),
    ...Object.values(labels).flatMap(({ shape, classes }) => [...shape, classes]),
  ];
  return [...new Set(sides.filter((side) => typeof side === 'string'))];
}
