/** Looks up what checks name in a resolved rubric. Relies on the rubric's rules, and throws if it does not exist. */
import { lookUp } from '../rules/rule.js';
import type { Network } from '../../schema/network.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { ExampleSet, RegressionSet, ResolvedRubric, SegmentedSet } from '../../stages/resolved.js';

export function networkOf(name: string, { rubric }: ResolvedRubric): Network {
  const network = lookUp(rubric.networks, name);
  if (network === undefined) throw new Error(`no network ${name}`);
  return network;
}

export function dataNamed(name: string, { data }: ResolvedRubric): ExampleSet {
  const set = data.get(name);
  if (set === undefined) throw new Error(`data set ${name} was not resolved`);
  return set;
}

/** A data set with classes or with numbers to predict. */
export function heldOutNamed(name: string, rubric: ResolvedRubric): ExampleSet | RegressionSet {
  return rubric.regression?.get(name) ?? dataNamed(name, rubric);
}

export function segmentedNamed(name: string, { segmented }: ResolvedRubric): SegmentedSet {
  const set = segmented?.get(name);
  if (set === undefined) throw new Error(`data set ${name} was not resolved with class maps`);
  return set;
}

export function functionTarget(name: string, { rubric }: ResolvedRubric): TargetOf<'function'> {
  const target = lookUp(rubric.targets, name);
  if (target?.kind !== 'function') throw new Error(`${name} is not a function target`);
  return target;
}

export function modelTarget(name: string, { rubric }: ResolvedRubric): TargetOf<'model'> {
  const target = lookUp(rubric.targets, name);
  if (target?.kind !== 'model') throw new Error(`${name} is not a model target`);
  return target;
}
