/** Computes or reads what a rubric refers to: the values at its samples, the examples of its data sets. */
import { resolve } from 'node:path';
import type { Cache } from '../cache/blobs.js';
import { GraderError } from '../errors.js';
import { gradientsOf } from '../numerics/gradients.js';
import { evaluate } from '../numerics/network.js';
import { findSamples } from '../numerics/sampling/samples.js';
import type { Network } from '../schema/network.js';
import type { ExampleSet, ReferenceSample, RegressionSet, SegmentedSet } from '../stages/resolved.js';
import type { TensorData } from '../tensor/tensor.js';
import type { DataSet } from '../schema/examples.js';
import type { Rubric } from '../schema/rubric.js';
import { suggest } from '../schema/sentences.js';
import { generateExamples, readExamples, readImages, readPointSet, readSegmentation } from './data.js';
import type { RubricDocument } from './document.js';
import { moveSeed } from './moved-seeds.js';
import { lookUp } from '../checks/rules/rule.js';

/** Which sample sets are computed, and the seed that replaces them. */
export interface SampleOptions {
  readonly seed?: number | undefined;
  readonly needed: ReadonlySet<string>;
}

/**
 * The samples of every needed sample set, replaced by `seed` if there is one; throws REFERENCE_INVALID with the place of
 * the set.
 */
export function resolveSamples(
  rubric: Rubric,
  document: RubricDocument,
  { seed, needed }: SampleOptions,
): ReadonlyMap<string, readonly ReferenceSample[]> {
  const wanted = Object.entries(rubric.sampleSets ?? {}).filter(([name]) => needed.has(name));
  const sets = wanted.map(([name, set]): [string, readonly ReferenceSample[]] => {
    const network = lookUp(rubric.networks, set.network);
    if (network === undefined) throw new Error(`no network ${set.network}`);
    try {
      const samples = findSamples(name, moveSeed(set, seed), network);
      for (const sample of samples) assertFitsFloat32(network, sample);
      if (set.kind === 'given') for (const sample of samples) assertGradientsFit(network, sample);
      return [name, samples];
    } catch (error) {
      if (error instanceof RangeError) throw shapesDoNotFit(set.network, error, document);
      if (!(error instanceof GraderError)) throw error;
      const message = document.tell(document.problemAt(['sampleSets', name], error.message, true));
      throw new GraderError(error.code, message, {
        ...(error.advice === undefined ? {} : { advice: error.advice }),
        cause: error,
      });
    }
  });
  return new Map(sets);
}

/** Numbers that fit into float32 may have products that do not, for which right code would be called wrong. */
function assertFitsFloat32(network: Network, { id, values: given }: ReferenceSample): void {
  const { values, scale } = evaluate(network, given);
  for (const { name } of network.nodes) assertHolds(id, name, values[name], scale[name]);
}

/** The same for gradients, which may overflow where values do not. Generic samples are small numbers. */
function assertGradientsFit(network: Network, { id, values: given }: ReferenceSample): void {
  const { gradients, scale } = gradientsOf(network, given);
  for (const [name, gradient] of Object.entries(gradients)) {
    assertHolds(id, `the gradient by ${name}`, gradient, scale[name]);
  }
}

/** `scale` has the sums of which the value is made, with every term made positive: some order of adding reaches them. */
function assertHolds(id: string, what: string, value: TensorData | undefined, scale: TensorData | undefined): void {
  const isTooLarge = (number: number) => !Number.isFinite(Math.fround(number));
  const advice = 'Give smaller values to this sample set.';
  const limit = 'which float32 does not hold (at most about 3.4e38)';
  const found = value?.values.find(isTooLarge);
  if (found !== undefined) {
    const message = `at ${id}, ${what} is ${String(Number(found.toPrecision(6)))}, ${limit}`;
    throw new GraderError('REFERENCE_INVALID', message, { advice });
  }
  const sum = scale?.values.find(isTooLarge);
  if (sum === undefined) return;
  const message = `at ${id}, ${what} is a sum whose terms come to ${String(Number(sum.toPrecision(6)))}, ${limit}: right code may overflow on the way`;
  throw new GraderError('REFERENCE_INVALID', message, { advice });
}

/** Sides of inputs and parameters that a node of the network cannot take. */
function shapesDoNotFit(network: string, error: RangeError, document: RubricDocument): GraderError {
  const message = document.tell(document.problemAt(['networks', network], error.message, true));
  return new GraderError('REFERENCE_INVALID', message, {
    advice: 'Fix the shapes of the inputs and parameters, or the sizes of the sample set.',
    cause: error,
  });
}

type AnySet = ExampleSet | SegmentedSet | RegressionSet;

/** The sets that could be read, and the DATA_MISSING of each of the others. */
export interface ResolvedData {
  readonly data: ReadonlyMap<string, ExampleSet>;
  readonly segmented: ReadonlyMap<string, SegmentedSet>;
  readonly regression: ReadonlyMap<string, RegressionSet>;
  readonly missing: ReadonlyMap<string, GraderError>;
}

/** The folder of the rubric, and where decoded images are kept. */
export interface Place {
  readonly folder: string;
  readonly cache: Cache;
  /** The data sets that are read. */
  readonly needed: ReadonlySet<string>;
}

/** The examples of every needed data set; `replaced` has folders by name. Throws USAGE. */
export async function resolveData(
  rubric: Rubric,
  replaced: Readonly<Record<string, string>>,
  { needed, ...place }: Place,
): Promise<ResolvedData> {
  const names = Object.keys(rubric.data ?? {});
  const unknown = Object.keys(replaced).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const there = names.length === 0 ? 'this rubric has none' : `there are ${names.join(', ')}`;
    throw new GraderError(
      'USAGE',
      `--data ${unknown}: the rubric has no data set of that name${suggest(unknown, names)}`,
      {
        advice: `Data sets of ${rubric.id}: ${there}.`,
      },
    );
  }
  const data = new Map<string, ExampleSet>();
  const segmented = new Map<string, SegmentedSet>();
  const regression = new Map<string, RegressionSet>();
  const missing = new Map<string, GraderError>();
  const wanted = Object.entries(rubric.data ?? {}).filter(([name]) => needed.has(name));
  const sets = wanted.map(async ([name, set]): Promise<[string, AnySet | GraderError]> => {
    const instead = lookUp(replaced, name);
    return [name, await readSet(name, set, instead, place).catch(asMissing)];
  });
  for (const [name, found] of await Promise.all(sets)) {
    if (found instanceof GraderError) missing.set(name, found);
    else if ('maps' in found) segmented.set(name, found);
    else if ('targets' in found) regression.set(name, found);
    else data.set(name, found);
  }
  return { data, segmented, regression, missing };
}

async function readSet(
  name: string,
  set: DataSet,
  instead: string | undefined,
  { folder, cache }: Pick<Place, 'folder' | 'cache'>,
): Promise<AnySet> {
  try {
    if (set.kind === 'point-in-circle')
      return await (instead === undefined ? generateExamples(set) : readExamples(instead));
    const path = instead ?? resolve(folder, set.path);
    switch (set.kind) {
      case 'images':
        return await readImages(set, path, cache);
      case 'segmentation':
        return await readSegmentation(set, path, cache);
      case 'points':
        return await readPointSet(set, path);
    }
  } catch (error) {
    if (!(error instanceof GraderError) || error.code !== 'DATA_MISSING') throw error;
    const { message, advice, cause } = error;
    throw new GraderError('DATA_MISSING', `data set "${name}": ${message}`, {
      ...(advice === undefined ? {} : { advice }),
      cause,
    });
  }
}

function asMissing(error: unknown): GraderError {
  if (error instanceof GraderError && error.code === 'DATA_MISSING') return error;
  throw error;
}
