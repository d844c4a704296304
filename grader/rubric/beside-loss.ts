/** Warns about nodes and parameters of networks that the loss does not depend on, and that no check asks for. */
import type { Network } from '../schema/network.js';
import type { Rubric } from '../schema/rubric.js';

export function* besideLossWarnings({ checks, networks = {} }: Rubric): Iterable<string> {
  const asked = new Set(checks.flatMap((check) => wordsIn(check)));
  for (const [name, network] of Object.entries(networks)) {
    const used = behindLoss(network);
    const values = [
      ...network.nodes.map((node) => ['node', node.name] as const),
      ...Object.keys(network.parameters).map((parameter) => ['parameter', parameter] as const),
    ];
    for (const [what, value] of values) {
      if (used.has(value) || asked.has(value)) continue;
      yield `the loss of network "${name}" does not use ${what} "${value}", and no check asks for it: is an operand missing?`;
    }
  }
}

/** The names of everything that the last node depends on, and its own. */
function behindLoss({ nodes }: Network): ReadonlySet<string> {
  const used = new Set(nodes.slice(-1).map(({ name }) => name));
  for (const { name, of } of [...nodes].reverse()) if (used.has(name)) for (const operand of of) used.add(operand);
  return used;
}

/** All texts of a check, among them the names of the values that it asks for. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}
