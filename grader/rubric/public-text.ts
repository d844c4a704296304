/** A rubric as YAML that people read: short lists and records of plain values on one line. Pure. */
import { Document, isCollection, isPair, isScalar, visit, type Node } from 'yaml';
import type { Rubric } from '../schema/rubric.js';

/** Longer collections go over several lines. */
const MOST_ON_A_LINE = 12;
const WIDTH = 120;

/** `head` are lines of a comment, without its signs. */
export function rubricText(rubric: Rubric, head: readonly string[]): string {
  const document = new Document(rubric, { aliasDuplicateObjects: false });
  visit(document, {
    Collection: (_key, node) => {
      if (node.items.length <= MOST_ON_A_LINE && isFlat(node)) node.flow = true;
    },
  });
  const comment = head.map((line) => `# ${line}\n`).join('');
  return `${comment}${document.toString({ lineWidth: WIDTH, flowCollectionPadding: true })}`;
}

/** Scalars, or collections of them: a matrix, an operation with its operands. */
function isFlat(node: Node, depth = 2): boolean {
  if (!isCollection(node)) return isScalar(node);
  if (depth === 0) return false;
  return node.items.every((item) => isFlat((isPair(item) ? item.value : item) as Node, depth - 1));
}
