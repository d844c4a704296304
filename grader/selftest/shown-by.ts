/**
 * Which mistakes can be made in the networks of a rubric, and which outputs of which checks show each: computed with the
 * reference engine and the rule of comparison, without running anything. Pure.
 */
import { networkOf } from '../checks/asking/targets.js';
import { infinityNorm } from '../numerics/closeness.js';
import { compareTensors } from '../numerics/compare.js';
import { gradientsOf } from '../numerics/gradients.js';
import { singlesAt, type Hypothesis, type Point } from '../numerics/mistakes/hypotheses.js';
import { MISTAKES } from '../numerics/mistakes/index.js';
import type { Mistake } from '../numerics/mistakes/mistake.js';
import { evaluate, type Values } from '../numerics/network.js';
import type { Network } from '../schema/network.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { TensorData } from '../tensor/tensor.js';
import { coveredByNetwork, outputsOf, samplesOf, type CoveredCheck } from './covered.js';
import { tensorsWith, type Asked, type Tensors } from './engine.js';

/** One way to make a mistake in a network of a rubric. */
export interface Way {
  readonly network: string;
  /** Unique in its network. */
  readonly key: string;
  readonly mistake: Mistake;
  /** The node at which it is made; null: in every place. */
  readonly at: string | null;
}

export interface Shown {
  readonly way: Way;
  /** By the id of the check, the outputs that differ at one of its samples; only checks with such outputs. */
  readonly by: ReadonlyMap<string, readonly string[]>;
  /**
   * Whether it changes any tensor of the kind that is asked for, be it one that no check looks at. What changes none is
   * the right calculation at these samples, or a gradient where only values are asked for.
   */
  readonly changes: boolean;
}

/** By the name of the network, all ways to make a mistake in it, in the order of the catalogue. */
export function findShown(rubric: ResolvedRubric): ReadonlyMap<string, readonly Shown[]> {
  return new Map([...coveredByNetwork(rubric)].map(([name, checks]) => [name, shownIn(name, checks, rubric)] as const));
}

interface Sample {
  readonly point: Point;
  readonly right: Readonly<Record<Asked['quantity'], Reference>>;
  readonly singles: ReadonlyMap<string, Hypothesis>;
}
interface Reference {
  readonly tensors: Values;
  readonly scale: Values;
}

function shownIn(name: string, checks: readonly CoveredCheck[], rubric: ResolvedRubric): readonly Shown[] {
  const network = networkOf(name, rubric);
  const known = new Map<Values, Sample>();
  const sampleAt = (given: Values) => {
    const found = known.get(given) ?? sampleOf(network, given);
    known.set(given, found);
    return found;
  };
  const looks = checks.map((check) => ({
    id: check.id,
    outputs: outputsOf(check, rubric),
    samples: samplesOf(check, rubric).map(sampleAt),
  }));
  const samples = [...known.values()];
  const asked = new Set(looks.flatMap(({ outputs }) => outputs.map(({ quantity }) => quantity)));
  // a sample may have mistakes that another one has not
  const keys = new Map(
    samples.flatMap(({ singles }) => [...singles].map(([key, { made }]) => [key, made[0]] as const)),
  );
  const order = [...keys].sort(([, one], [, other]) => MISTAKES.indexOf(one.mistake) - MISTAKES.indexOf(other.mistake));
  return order.map(([key, { mistake, at }]) => {
    const made = new Map(
      samples.map((sample) => [sample, tensorsWith(sample.point, sample.singles.get(key)?.rewrite ?? {})]),
    );
    const differs = (sample: Sample, { of, quantity }: Asked) => {
      const tensors = made.get(sample);
      return tensors !== undefined && isDifferent(tensorIn(tensors, quantity, of), sample.right[quantity], of);
    };
    const by = looks.flatMap(({ id, outputs, samples: at }): [string, string[]][] => {
      const shows = outputs.filter((output) => at.some((sample) => differs(sample, output))).map((one) => one.name);
      return shows.length === 0 ? [] : [[id, shows]];
    });
    const changes = samples.some((sample) =>
      [...asked].some((quantity) =>
        Object.keys(sample.right[quantity].tensors).some((of) => differs(sample, { of, quantity })),
      ),
    );
    return { way: { network: name, key, mistake, at }, by: new Map(by), changes };
  });
}

const gradientsIn = new WeakMap<Tensors, Values>();

function tensorIn(made: Tensors, quantity: Asked['quantity'], of: string): TensorData | undefined {
  if (quantity === 'value') return made.value[of];
  const gradients = gradientsIn.get(made) ?? made.gradient();
  gradientsIn.set(made, gradients);
  return gradients[of];
}

function sampleOf(network: Network, given: Values): Sample {
  const { values, scale } = evaluate(network, given);
  const { gradients, scale: gradientScale } = gradientsOf(network, given);
  const point: Point = { network, given, right: values, of: 'gradients', isGeneric: true };
  const ofNodes = Object.fromEntries(network.nodes.flatMap(({ name }) => Object.entries({ [name]: values[name] })));
  return {
    point,
    right: {
      value: { tensors: ofNodes as Values, scale },
      gradient: { tensors: gradients, scale: gradientScale },
    },
    singles: singlesAt(point),
  };
}

/** By the rule of comparison, for numbers of single precision. */
function isDifferent(wrong: TensorData | undefined, { tensors, scale }: Reference, of: string): boolean {
  const reference = tensors[of];
  if (reference === undefined) return false;
  if (wrong === undefined) return true;
  const data = { dtype: 'float32', shape: wrong.shape, values: Float32Array.from(wrong.values) } as const;
  const largest = Math.max(...Object.values(tensors).map(infinityNorm));
  return compareTensors({ form: 'nested-array', data }, { reference, scale: scale[of], largest }).verdict !== 'match';
}
