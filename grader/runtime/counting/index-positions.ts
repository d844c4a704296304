/**
 * Which expressions of a program are positions and sizes and not values: indices of arrays, lengths, what a for-loop counts
 * and tests, and variables that are used for nothing else. Arithmetic in them on whole numbers is bookkeeping. Names are
 * looked at in the whole program and not by scope: a name that is a value anywhere is one everywhere. Pure.
 */
import type { AnyNode, CallExpression, Expression, Identifier, NewExpression } from 'acorn';
import { childrenOf } from './children.js';

/** Methods whose arguments are positions, from which one on. */
const POSITIONS_OF: Readonly<Record<string, number>> = {
  ...{ slice: 0, subarray: 0, at: 0, with: 0, splice: 0, copyWithin: 0, fill: 1 },
};
const ARRAYS = /^(?:Array|(?:Uint|Int)(?:8|16|32)Array|Uint8ClampedArray|Float(?:16|32|64)Array|ArrayBuffer)$/;

/** All expressions of a program that are positions, by what is around them or by the variable that gets them. */
export function positionsOf(program: AnyNode): ReadonlySet<AnyNode> {
  const found = new Set<AnyNode>();
  walk(program, (node) => {
    for (const position of positionsIn(node)) found.add(position);
  });
  const names = positionNames(program, found);
  walk(program, (node) => {
    const given = givenTo(node);
    if (given === null || !names.has(given.target.name)) return;
    // of `at += width`, the sum
    found.add(node.type === 'AssignmentExpression' && node.operator !== '=' ? node : given.value);
  });
  return found;
}

function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

function positionsIn(node: AnyNode): readonly AnyNode[] {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? [node.property] : [];
    case 'CallExpression':
      return argumentsFrom(node, positionsOfCall(node));
    case 'NewExpression':
      return isArrayClass(node) ? argumentsFrom(node, 0) : [];
    case 'Property':
      return isLengthOf(node) ? [node.value] : [];
    case 'ForStatement':
      return [node.test, node.update].flatMap(partsOf).filter((part) => !assigns(part));
    default:
      return [];
  }
}

/** `length: n` in an object, but not a default in a pattern. */
function isLengthOf({ computed, key, value }: Extract<AnyNode, { type: 'Property' }>): boolean {
  return !computed && key.type === 'Identifier' && key.name === 'length' && !value.type.endsWith('Pattern');
}

function positionsOfCall({ callee }: CallExpression): number {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return Infinity;
  const { name } = callee.property;
  return Object.hasOwn(POSITIONS_OF, name) ? (POSITIONS_OF[name] ?? Infinity) : Infinity;
}

/** Without spread arguments, which are lists. */
function argumentsFrom({ arguments: given }: CallExpression | NewExpression, first: number): readonly Expression[] {
  return given.slice(first).filter((argument) => argument.type !== 'SpreadElement');
}

export function isArrayClass({ callee }: NewExpression): boolean {
  return callee.type === 'Identifier' && ARRAYS.test(callee.name);
}

/** Of a head of a for-loop, the expressions that commas separate. */
function partsOf(part: Expression | null | undefined): readonly Expression[] {
  if (part?.type === 'SequenceExpression') return part.expressions.flatMap(partsOf);
  return part === null || part === undefined ? [] : [part];
}

/** Whether a variable or member gets more than a constant in it: `i += 2` counts, `sum += a[i] * b[i]` may be a value. */
function assigns(node: AnyNode): boolean {
  if (node.type === 'AssignmentExpression' && node.right.type !== 'Literal') return true;
  return childrenOf(node).some(assigns);
}

/** Names of variables that are given a value and then used in positions, or compared, and nowhere else. */
function positionNames(program: AnyNode, positions: ReadonlySet<AnyNode>): ReadonlySet<string> {
  const uses = new Map<string, Set<string | null>>();
  collect(program, null, { uses, positions });
  const names = new Set(uses.keys());
  // each round may find that a name is used in the value of one that is a value itself
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const name of names) {
      const owners = [...(uses.get(name) ?? [])];
      if (owners.some((owner) => owner !== POSITION && (owner === null || !names.has(owner)))) names.delete(name);
    }
  }
  return names;
}

/** No name of a variable has a space. */
const POSITION = 'a position';

interface Collected {
  readonly uses: Map<string, Set<string | null>>;
  readonly positions: ReadonlySet<AnyNode>;
}

/** Notes for every use of a name where it is: in a position, in the value of another name, or anywhere else (null). */
function collect(node: AnyNode, outer: string | null, collected: Collected): void {
  const { uses, positions } = collected;
  const within = positions.has(node) ? POSITION : outer;
  if (node.type === 'Identifier') uses.set(node.name, (uses.get(node.name) ?? new Set()).add(within));
  for (const child of childrenOf(node)) {
    if (isNoUse(node, child)) continue;
    const inside = within === POSITION || (child.type === 'Identifier' && isComparison(node));
    collect(child, inside ? POSITION : (receiverOf(node, child) ?? within), collected);
  }
}

/** The name that gets the value `child`. */
function receiverOf(node: AnyNode, child: AnyNode): string | null {
  const given = givenTo(node);
  return given?.value === child ? given.target.name : null;
}

/** A name that is given a value, that is counted up or down, or that is a parameter. */
function isNoUse(node: AnyNode, child: AnyNode): boolean {
  if (givenTo(node)?.target === child) return true;
  return child.type === 'Identifier' && (node.type === 'UpdateExpression' || isParameter(node, child));
}

function isParameter(node: AnyNode, child: AnyNode): boolean {
  return 'params' in node && (node.params as readonly AnyNode[]).includes(child);
}

const COMPARISONS: readonly string[] = ['<', '<=', '>', '>=', '==', '!=', '===', '!=='];

function isComparison(node: AnyNode): boolean {
  return node.type === 'BinaryExpression' && COMPARISONS.includes(node.operator);
}

/** A name and the value that it is given. */
export function givenTo(node: AnyNode): { readonly target: Identifier; readonly value: AnyNode } | null {
  if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
    return { target: node.id, value: node.init };
  }
  if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') {
    return { target: node.left, value: node.right };
  }
  return null;
}
