/** The rules on the operands of a node: as many as it takes, each known before it, and class labels where it takes them. */
import { OPS } from '../../numerics/ops/index.js';
import type { Network, NetworkNode } from '../../schema/network.js';
import type { OpName } from '../../schema/operations.js';
import { suggest } from '../../schema/sentences.js';
import type { Path, RuleProblem } from '../../checks/rules/rule.js';

/** Which operand is a class label, or an id of an embedding. */
const LABEL_PLACES: Partial<Readonly<Record<OpName, number>>> = {
  'cross-entropy': 1,
  brier: 1,
  'one-hot-l2': 1,
  embedding: 0,
};

/** Losses whose second operand may be either. */
const EITHER: readonly OpName[] = ['squared-error', 'hinge'];

export interface Before {
  /** The names of everything that is given or computed before a node. */
  readonly known: ReadonlySet<string>;
  readonly network: Network;
}

export function* operandsFit(path: Path, node: NetworkNode, { known, network }: Before): Iterable<RuleProblem> {
  const { op, of } = node;
  const [fewest, most] = OPS[op].operands;
  if (of.length < fewest || of.length > most) {
    const wanted = fewest === most ? String(fewest) : `${String(fewest)} to ${String(most)}`;
    yield {
      path: [...path, 'of'],
      sentence: `${op} takes ${wanted} ${most === 1 ? 'operand' : 'operands'}, found ${String(of.length)}`,
    };
  }
  const labels = Object.keys(network.labels ?? {});
  for (const [place, operand] of of.entries()) {
    const at = [...path, 'of', place];
    if (!known.has(operand)) yield { path: at, sentence: unknownSentence(operand, node, { known, network }) };
    else if (labels.includes(operand) !== (LABEL_PLACES[op] === place) && !(EITHER.includes(op) && place === 1)) {
      yield { path: at, sentence: labelSentence(op, place, operand) };
    }
  }
}

function labelSentence(op: OpName, place: number, operand: string): string {
  if (LABEL_PLACES[op] !== place) return `${op} takes a value here, and "${operand}" is a class label`;
  const what = op === 'embedding' ? 'ids' : 'a class label';
  return `${op} takes ${what} here: declare "${operand}" under labels`;
}

function unknownSentence(operand: string, node: NetworkNode, { known, network }: Before): string {
  if (operand === node.name) return `"${operand}" uses itself: name an input, a parameter or an earlier node`;
  if (!network.nodes.some(({ name }) => name === operand)) {
    return `"${operand}" is not an input, parameter, label or earlier node${suggest(operand, [...known])}`;
  }
  const way = wayBack(operand, node.name, network);
  if (way === null) return `"${operand}" is a later node: move it before "${node.name}"`;
  const circle = [node.name, ...way].join(' -> ');
  return `"${node.name}" needs itself in the end (${circle}): take one of these operands away`;
}

/** The nodes from one to another through operands, both included; null if the first does not need the other. */
function wayBack(from: string, to: string, { nodes }: Network): readonly string[] | null {
  const operandsOf = new Map(nodes.map(({ name, of }) => [name, of]));
  const cameFrom = new Map<string, string | null>([[from, null]]);
  // the map grows while it is read
  for (const name of cameFrom.keys()) {
    if (name === to) return wayTo(name, cameFrom);
    for (const operand of operandsOf.get(name) ?? []) if (!cameFrom.has(operand)) cameFrom.set(operand, name);
  }
  return null;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | null>): string[] {
  const way: string[] = [];
  for (let name: string | null = end; name !== null; name = cameFrom.get(name) ?? null) way.unshift(name);
  return way;
}
