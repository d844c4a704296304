/** Shared by the rules of a rubric. A rule examines a rubric that is valid by its schema and yields inconsistencies. */
import { foreignRemark } from '../../text/look-alikes.js';
import type { Network } from '../../schema/network.js';
import type { Rubric } from '../../schema/rubric.js';
import { suggest } from '../../schema/sentences.js';

/** Keys and indices that lead to a place in the rubric. */
export type Path = readonly (string | number)[];

export interface RuleProblem {
  readonly path: Path;
  readonly sentence: string;
}

export type Rule = (rubric: Rubric) => Iterable<RuleProblem>;

/** The value of an own key of the rubric; names such as `constructor` are not found unless the rubric has them. */
export function lookUp<T>(known: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return known !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
}

/** A problem if `name` is not among the keys of `known`. */
export function* mustExist(path: Path, what: string, name: string, known: object | undefined): Iterable<RuleProblem> {
  const names = Object.keys(known ?? {});
  if (names.includes(name)) return;
  const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
  yield {
    path,
    sentence: `there is no ${what} "${name}" (${there})${suggest(name, names)}${foreignRemark(name, names.join(''))}`,
  };
}

/** A problem for each name that occurs more than once. */
export function* mustDiffer(what: string, names: readonly { path: Path; name: string }[]): Iterable<RuleProblem> {
  const seen = new Set<string>();
  for (const { path, name } of names) {
    if (seen.has(name)) yield { path, sentence: `the ${what} "${name}" is used twice: give each its own` };
    seen.add(name);
  }
}

/** Names of everything that has a value in a sample: inputs, parameters, labels. */
export function givenNames({ inputs, parameters, labels = {} }: Network): string[] {
  return [...Object.keys(inputs), ...Object.keys(parameters), ...Object.keys(labels)];
}

/** Names of all values of a network. */
export function valueNames(network: Network): string[] {
  return [...givenNames(network), ...network.nodes.map(({ name }) => name)];
}

/** Names of values with a gradient: everything except labels, which are class numbers. */
export function differentiableNames(network: Network): string[] {
  const labels = Object.keys(network.labels ?? {});
  return valueNames(network).filter((name) => !labels.includes(name));
}

/** A problem if `name` is not among the values `known` of a network. */
export function* mustBeValue(
  path: Path,
  name: string,
  network: string,
  known: readonly string[],
): Iterable<RuleProblem> {
  if (known.includes(name)) return;
  const near = suggest(name, known);
  const there = near === '' ? ` (there are ${known.join(', ')})` : near;
  yield {
    path,
    sentence: `"${name}" is not a value of network ${network} that fits here${there}${foreignRemark(name, known.join(''))}`,
  };
}
