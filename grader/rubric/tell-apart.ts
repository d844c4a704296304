/**
 * Refuses networks at whose generic samples two known mistakes, or a mistake and the right result, cannot be told apart:
 * a student would then be told the wrong one, or nothing. Mistakes that are one calculation in a network, whatever its
 * sizes, are no fault of the rubric. Relies on the samples having been found.
 */
import { GraderError } from '../errors.js';
import { isSame, Outcomes, type Confusion } from '../numerics/mistakes/apart.js';
import { findSamples } from '../numerics/sampling/samples.js';
import type { Network, SampleSet } from '../schema/network.js';
import type { ReferenceSample, ResolvedRubric } from '../stages/resolved.js';

type GenericSet = Extract<SampleSet, { kind: 'generic' }>;

/** One sentence for each pair. */
export function* confusionsIn({ rubric, sampleSets }: ResolvedRubric): Iterable<string> {
  for (const [name, network] of Object.entries(rubric.networks ?? {})) {
    const sets = Object.entries(rubric.sampleSets ?? {}).flatMap(([id, set]): [string, GenericSet][] =>
      set.kind === 'generic' && set.network === name ? [[id, set]] : [],
    );
    const samples = sets.flatMap(([id]) => sampleSets.get(id) ?? []);
    if (samples.length === 0) continue;
    const where = `sample set${sets.length === 1 ? '' : 's'} ${sets.map(([id]) => id).join(', ')}`;
    yield* sentencesOf(
      name,
      where,
      network,
      sets.map(([, set]) => set),
      samples,
    );
  }
}

function* sentencesOf(
  name: string,
  where: string,
  network: Network,
  sets: readonly GenericSet[],
  samples: readonly ReferenceSample[],
): Iterable<string> {
  const said = new Set<string>();
  const found = nearAtAll(network, samples);
  if (found.size === 0) return;
  const others = otherSamples(network, sets);
  const elsewhere = nearAtAll(network, others);
  for (const [key, one] of found) {
    // without other samples, what is the same here may be the same everywhere
    const isOneCalculation = elsewhere.has(key) || (others.length === 0 && isSame(one));
    const what = one.second === null ? `${one.first} and the right result` : `${one.first} and ${one.second}`;
    if (isOneCalculation || said.has(what)) continue;
    said.add(what);
    yield `networks.${name}: ${what} cannot be told apart at the samples of ${where} (they differ by ${digits(one)}): ${adviceFor(one)}`;
  }
}

function adviceFor(one: Confusion): string {
  if (isSame(one)) return 'give every letter a size of its own, none of them 2, in a sample set';
  return 'choose another seed or larger sizes, or add a sample set';
}

function digits({ distance }: Confusion): string {
  return distance === 0 ? 'nothing' : `${distance.toPrecision(1)} of the largest number`;
}

/** What is near at every one of the samples, with its largest distance. */
function nearAtAll(network: Network, samples: readonly ReferenceSample[]): ReadonlyMap<string, Confusion> {
  const [first, ...others] = samples.map(({ values }) => new Outcomes(network, values).near());
  const all = new Map<string, Confusion>();
  for (const [key, one] of first ?? []) {
    const rest = others.flatMap((near) => near.get(key) ?? []);
    if (rest.length < others.length) continue;
    all.set(key, { ...one, distance: Math.max(one.distance, ...rest.map(({ distance }) => distance)) });
  }
  return all;
}

/** Samples at which every letter has a size of its own; none if the network has no generic ones at such sizes. */
function otherSamples(network: Network, sets: readonly GenericSet[]): readonly ReferenceSample[] {
  const [set] = sets;
  if (set === undefined) return [];
  const sizes = Object.fromEntries(
    Object.keys(set.sizes).map((letter, index) => [letter, SIZES[index % SIZES.length] ?? 5]),
  );
  try {
    return findSamples('sizes', { ...set, sizes, count: 1 }, network);
  } catch (error) {
    if (error instanceof GraderError) return [];
    throw error;
  }
}

/** All unlike, and large enough for a batch in which every unit is on and off. */
const SIZES = [7, 5, 6, 9, 11, 8];
