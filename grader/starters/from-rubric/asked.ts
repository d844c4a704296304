/** What a rubric asks of the functions of a submission: their arguments and outputs, with shapes. Pure. */
import { lookUp } from '../../checks/rules/rule.js';
import { inferShapes } from '../../numerics/network-shapes.js';
import type { Check } from '../../schema/checks.js';
import type { Network } from '../../schema/network.js';
import type { Rubric, TargetOf } from '../../schema/rubric.js';

/** Sizes are numbers or letters; null: the rubric leaves the shape open. */
export type AskedShape = readonly (number | string)[] | null;

export interface AskedTensor {
  readonly name: string;
  readonly shape: AskedShape;
  /** The number of classes of a label, which is a tensor of int32; null for numbers. */
  readonly classes: number | string | null;
}

/** Tensors by key whose names are only known when a model is there, such as its weights. */
export interface AskedMap {
  readonly name: string;
  readonly of: string;
}

export type AskedArgument =
  | { readonly kind: 'tensor'; readonly tensor: AskedTensor }
  | { readonly kind: 'record'; readonly members: readonly AskedTensor[] }
  | { readonly kind: 'map'; readonly map: AskedMap };

export type AskedResult =
  | { readonly kind: 'value'; readonly shape: AskedShape }
  | { readonly kind: 'record'; readonly members: readonly AskedTensor[] }
  | { readonly kind: 'map'; readonly map: AskedMap };

export interface AskedFunction {
  /** Without its ending. */
  readonly file: string;
  readonly export: string;
  readonly arguments: readonly AskedArgument[];
  readonly result: AskedResult;
}

/** One for each exported function that a target names, in the order of the rubric. */
export function askedFunctions(rubric: Rubric): readonly AskedFunction[] {
  const found = new Map<string, AskedFunction>();
  for (const [name, target] of Object.entries(rubric.targets ?? {})) {
    if (target.kind !== 'function') continue;
    const key = JSON.stringify([target.file, target.export]);
    const one = askedOf(name, target, rubric);
    const before = found.get(key);
    found.set(key, before === undefined ? one : { ...before, result: joined(before.result, one.result) });
  }
  return [...found.values()];
}

function askedOf(name: string, target: TargetOf<'function'>, rubric: Rubric): AskedFunction {
  const checks = rubric.checks.filter((check) => 'target' in check && check.target === name);
  const { file, export: exported } = target;
  if (checks.some(({ kind }) => kind === 'model-gradient')) {
    const weights: AskedMap = { name: 'weights', of: 'the weights of your model, by their names' };
    const given = target.arguments.map((one): AskedArgument => {
      if (one === 'weights') return { kind: 'map', map: weights };
      // the rules of the rubric leave no other name
      const label = one === 'label';
      const tensor = { name: label ? 'label' : 'x', shape: null, classes: label ? 'of the data set' : null };
      return { kind: 'tensor', tensor };
    });
    const map = { name: 'gradients', of: 'the gradient of the loss for each weight, by its name' };
    return { file, export: exported, arguments: given, result: { kind: 'map', map } };
  }
  const [network] = checks.flatMap((check) =>
    'network' in check ? (lookUp(rubric.networks, check.network) ?? []) : [],
  );
  const tensorOf = describer(network);
  return {
    ...{ file, export: exported },
    arguments: target.arguments.map((one): AskedArgument => {
      if (typeof one === 'string') return { kind: 'tensor', tensor: tensorOf(one, one) };
      return { kind: 'record', members: Object.entries(one).map(([key, value]) => tensorOf(key, value)) };
    }),
    result: resultOf(target, checks, tensorOf),
  };
}

/** A value of the network, under the name that students know it by. */
type Describe = (name: string, value: string) => AskedTensor;

function describer(network: Network | undefined): Describe {
  const shapes = network === undefined ? null : inferShapes(network).shapes;
  return (name, value) => ({
    name,
    shape: shapes?.get(value) ?? null,
    classes: lookUp(network?.labels, value)?.classes ?? null,
  });
}

function resultOf(target: TargetOf<'function'>, checks: readonly Check[], tensorOf: Describe): AskedResult {
  const outputs = checks.flatMap((check) => ('outputs' in check ? check.outputs : []));
  if (target.returns === 'value') {
    const [first] = outputs;
    // a loss is one number
    return { kind: 'value', shape: first === undefined ? [] : tensorOf('value', first.of).shape };
  }
  const members = new Map(outputs.map(({ name, of }) => [name, tensorOf(name, of)]));
  return { kind: 'record', members: [...members.values()] };
}

/** Two targets may be the same function, with outputs of its own for each. */
function joined(a: AskedResult, b: AskedResult): AskedResult {
  if (a.kind !== 'record' || b.kind !== 'record') return a;
  const members = new Map([...a.members, ...b.members].map((member) => [member.name, member]));
  return { kind: 'record', members: [...members.values()] };
}
