/**
 * What the diagnosis says of programs that make a known mistake: runs a program of wrong-programs/ in float32 at samples
 * that the point search chose, compares its outputs as the checks do, and returns the mistakes that are claimed.
 */
import { infinityNorm } from '../../grader/numerics/closeness.js';
import { compareTensors } from '../../grader/numerics/compare.js';
import { explain, type Case, type Claim, type Plain } from '../../grader/numerics/claims.js';
import { gradientsWithSubgradients, undeterminedIn } from '../../grader/numerics/gradients.js';
import { rightValues, type Point } from '../../grader/numerics/mistakes/hypotheses.js';
import { evaluate, type Values } from '../../grader/numerics/network.js';
import { findSamples } from '../../grader/numerics/sampling/samples.js';
import type { Network } from '../../grader/schema/network.js';
import type { ReferenceSample } from '../../grader/stages/resolved.js';
import type { TensorData } from '../../grader/tensor/tensor.js';
import { NETWORKS, type Given, type NetworkName, type Outputs } from './wrong-programs/index.js';

export interface Diagnosed {
  /** Names of the claimed mistakes, each once; of `several` all of them. */
  readonly names: readonly string[];
  readonly claims: readonly (Claim['claim'] | Plain['plain'])[];
  /** Wrong outputs, and how many of them nothing explains. */
  readonly wrong: number;
  readonly unexplained: number;
}

interface Prepared {
  readonly samples: readonly ReferenceSample[];
  readonly of: Readonly<Record<'values' | 'gradients', readonly { readonly point: Point; readonly scale: Values }[]>>;
}

const prepared = new Map<NetworkName, Prepared>();

function prepare(name: NetworkName): Prepared {
  const found = prepared.get(name);
  if (found !== undefined) return found;
  const { network: written, sizes } = NETWORKS[name];
  const network = written as unknown as Network;
  const samples = findSamples(name, { kind: 'generic', network: name, sizes, count: 2, seed: 1 }, network);
  const at = ({ values }: ReferenceSample, of: 'values' | 'gradients') => {
    const all = evaluate(network, values);
    const { reference } = gradientsWithSubgradients(network, values);
    const right = of === 'values' ? nodesOf(network, all.values) : reference.gradients;
    const scale = of === 'values' ? all.scale : reference.scale;
    return { point: { network, given: values, right, of, isGeneric: true }, scale };
  };
  const made = {
    samples,
    of: {
      values: samples.map((one) => at(one, 'values')),
      gradients: samples.map((one) => at(one, 'gradients')),
    },
  };
  prepared.set(name, made);
  return made;
}

function nodesOf({ nodes }: Network, values: Values): Values {
  return Object.fromEntries(nodes.flatMap(({ name }) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

function givenOf(values: Readonly<Record<string, TensorData>>): Given {
  return Object.fromEntries(
    Object.entries(values).map(([name, { dtype, shape, values: numbers }]) => [
      name,
      dtype === 'int32' ? { shape, values: Int32Array.from(numbers) } : { shape, values: Float32Array.from(numbers) },
    ]),
  );
}

/** What is said of the values, or of the gradients, that a program gives. */
export function diagnosisOf(
  name: NetworkName,
  run: (given: Given) => Outputs,
  of: 'values' | 'gradients',
  only?: readonly string[],
): Diagnosed {
  const { samples, of: points } = prepare(name);
  const ran = samples.map(({ values }) => run(givenOf(values))[of]);
  const names = Object.keys(points[of][0]?.point.right ?? {}).filter(
    (one) => ran.every((outputs) => outputs[one] !== undefined) && (only?.includes(one) ?? true),
  );
  const compared = names.map((tensor) => {
    const cases = points[of].map(({ point, scale }, place): Case => {
      const reference = point.right[tensor];
      const output = ran[place]?.[tensor];
      if (reference === undefined || output === undefined) throw new Error(`no ${tensor}`);
      return {
        point,
        observed: { form: 'tensor', data: { dtype: 'float32', shape: output.shape, values: output.values } },
        expected: {
          reference,
          scale: scale[tensor],
          largest: Math.max(...Object.values(point.right).map(infinityNorm)),
          ...(of === 'gradients' && { undetermined: undeterminedIn(point.network, rightValues(point)).get(tensor) }),
        },
      };
    });
    const verdicts = cases.map(({ observed, expected }) => compareTensors(observed, expected).verdict);
    return { of: tensor, cases, isWrong: verdicts.some((one) => one === 'different' || one === 'transposed') };
  });
  const found = explain(compared);
  const said = found.flatMap((one, index) => (compared[index]?.isWrong ? [one] : []));
  return {
    names: [
      ...new Set(
        said.flatMap((one) => (one !== null && 'made' in one ? one.made.map(({ mistake }) => mistake.name) : [])),
      ),
    ],
    claims: [...new Set(said.flatMap((one) => (one === null ? [] : ['plain' in one ? one.plain : one.claim])))],
    wrong: said.length,
    unexplained: said.filter((one) => one === null).length,
  };
}

/** How the library of mistakes calls those of the catalogue of wrong programs; others have one name. */
export const NAMES: Readonly<Record<string, string>> = {
  'relu-on-logits': 'relu-on-output',
  'dw-transposed': 'weight-gradient-transposed',
  'dw-from-preactivation': 'weight-gradient-from-pre-activation',
  'dw-before-mask': 'weight-gradient-before-mask',
  'db-before-mask': 'bias-gradient-before-mask',
  'db-zero': 'bias-gradient-zero',
  'db-mean': 'bias-gradient-mean',
  'gradient-times-batch': 'times-batch',
  'divided-by-classes': 'divided-by-outputs',
  'times-classes': 'times-outputs',
  log2: 'log-base-2',
  'l2-on-logits': 'softmax-missing',
  'onehot-missing': 'one-hot-missing',
  'conv-dx-unflipped': 'conv-input-gradient-unflipped',
  'conv-dw-flipped': 'conv-filter-gradient-flipped',
  'conv-db-one-position': 'conv-bias-gradient-at-one-place',
  'conv-db-spatial-mean': 'conv-bias-gradient-mean',
  'flatten-nchw': 'flattened-channel-first',
  'avg-for-max-pool': 'average-for-maximum',
  'max-pool-gradient-everywhere': 'pool-gradient-everywhere',
  'layer-norm-mean-missing': 'layer-norm-not-centred',
};

/** `dw-transposed:x@W2` as the library calls it. */
export function nameOf(id: string): string {
  const [bare = ''] = id.split(/[:@]/);
  return NAMES[bare] ?? bare;
}

/** The samples at which programs are run. */
export function samplesOf(name: NetworkName): readonly Given[] {
  return prepare(name).samples.map(({ values }) => givenOf(values));
}
