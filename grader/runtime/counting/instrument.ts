/**
 * Rewrites a program so that its arithmetic is counted: every operator becomes a call of a function of arithmetic.ts. Must
 * not change what the program computes, nor on which line anything is. Counting up and down (++, --), comparing, negating
 * and operations on bits are left as they are; what is known from the text alone to be about sizes, such as 2 * a.length,
 * as well.
 */
import { parse, type AnyNode, type AssignmentExpression, type BinaryExpression } from 'acorn';
import { OPERATORS, type Operator } from './arithmetic.js';
import { childrenOf } from './children.js';
import { Edits, type Edited } from './edits.js';
import { isArrayClass, positionsOf } from './index-positions.js';

/** `name` is that of the object with the functions, which nothing in the program may have. Throws a SyntaxError. */
export function instrument(code: string, name: string): Edited {
  const program = parse(code, {
    ...{ ecmaVersion: 'latest', sourceType: 'script', preserveParens: true },
    ...{ allowReturnOutsideFunction: true, allowHashBang: true },
  });
  const edits = new Edits(code);
  new Rewriting(edits, name, positionsOf(program)).visit(program, false);
  return edits.apply();
}

class Rewriting {
  readonly #edits: Edits;
  readonly #name: string;
  readonly #positions: ReadonlySet<AnyNode>;

  constructor(edits: Edits, name: string, positions: ReadonlySet<AnyNode>) {
    this.#edits = edits;
    this.#name = name;
    this.#positions = positions;
  }

  /** `isInside` a position; what a function in one does is decided when it runs. */
  visit(node: AnyNode, isInside: boolean): void {
    const isEntered = !isInside && this.#positions.has(node) && hasWork(node);
    if (isEntered) this.#insert(node.start, `${this.#name}.leave(${this.#name}.enter(), (`);
    const isStart = !isInside && startsSums(node);
    if (isStart) this.#insert(node.start, `${this.#name}.zero(`);
    this.#rewrite(node, (isInside || isEntered) && !isFunction(node));
    if (isStart) this.#insert(node.end, ')');
    if (isEntered) this.#insert(node.end, '))');
  }

  #rewrite(node: AnyNode, isInside: boolean): void {
    if (node.type === 'BinaryExpression' && isCounted(node)) this.#rewriteOperation(node, isInside);
    else if (node.type === 'AssignmentExpression' && operatorOf(node) !== null) this.#rewriteAssignment(node, isInside);
    else this.#visitBelow(node, isInside);
  }

  #visitBelow(node: AnyNode, isInside: boolean): void {
    for (const child of childrenOf(node)) {
      this.visit(child, isInside);
      if (isInside || this.#positions.has(child) || !isStartOfSum(node, child)) continue;
      this.#insert(child.start, `${this.#name}.zero(`);
      this.#insert(child.end, ')');
    }
  }

  #rewriteOperation(node: BinaryExpression & { readonly operator: Operator }, isInside: boolean): void {
    this.#insert(node.start, `${this.#name}.${OPERATORS[node.operator]}(`);
    this.visit(node.left, isInside);
    this.#edits.replace(node.left.end, node.right.start, ', ');
    this.visit(node.right, isInside);
    this.#insert(node.end, ')');
  }

  #rewriteAssignment(node: AssignmentExpression, isInside: boolean): void {
    const operator = operatorOf(node);
    if (operator === null) throw new Error('not an assignment with an operator');
    const { left, right } = node;
    if (left.type === 'Identifier') {
      this.#edits.replace(left.end, right.start, ` = ${this.#name}.${OPERATORS[operator]}(${left.name}, `);
      this.visit(right, isInside);
    } else if (
      left.type === 'MemberExpression' &&
      left.object.type !== 'Super' &&
      left.property.type !== 'PrivateIdentifier'
    ) {
      this.#insert(node.start, `${this.#name}.${OPERATORS[operator]}To(`);
      this.visit(left.object, isInside);
      // the old value is read before the new one is computed; the name of a member is quoted; an index may be several expressions
      this.#edits.replace(left.object.end, left.property.start, left.computed ? ', (' : ', "');
      if (left.computed) this.visit(left.property, isInside);
      this.#edits.replace(left.property.end, right.start, left.computed ? '))(' : '")(');
      this.visit(right, isInside);
    } else {
      this.#insert(node.start, `${this.#name}.done('${operator}', `);
      this.#visitBelow(node, isInside);
    }
    this.#insert(node.end, ')');
  }

  #insert(at: number, text: string): void {
    this.#edits.insert(at, text);
  }
}

function isCounted(node: BinaryExpression): node is BinaryExpression & { readonly operator: Operator } {
  if (!Object.hasOwn(OPERATORS, node.operator) || node.left.type === 'PrivateIdentifier') return false;
  if (isText(node.left) || isText(node.right)) return false;
  return !(isSize(node.left) && isSize(node.right));
}

function operatorOf({ operator }: AssignmentExpression): Operator | null {
  const own = operator.slice(0, -1);
  return operator !== '=' && Object.hasOwn(OPERATORS, own) ? (own as Operator) : null;
}

function isText(node: AnyNode): boolean {
  return (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral';
}

/** A number in the text, a length or a side, or arithmetic on these alone. */
function isSize(node: AnyNode): boolean {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number';
    case 'ParenthesizedExpression':
      return isSize(node.expression);
    case 'UnaryExpression':
      return isSize(node.argument);
    case 'BinaryExpression':
      return isSize(node.left) && isSize(node.right);
    case 'MemberExpression':
      return (
        isLength(node) || (node.computed && node.object.type === 'MemberExpression' && isNamed(node.object, 'shape'))
      );
    default:
      return false;
  }
}

const isLength = (node: Extract<AnyNode, { type: 'MemberExpression' }>) =>
  !node.computed && (isNamed(node, 'length') || isNamed(node, 'size'));

function isNamed(node: Extract<AnyNode, { type: 'MemberExpression' }>, name: string): boolean {
  return !node.computed && node.property.type === 'Identifier' && node.property.name === name;
}

/** Whether anything in it computes, or calls what may. */
function hasWork(node: AnyNode): boolean {
  if (node.type === 'CallExpression' || node.type === 'TaggedTemplateExpression') return true;
  if (node.type === 'BinaryExpression' && isCounted(node)) return true;
  if (node.type === 'AssignmentExpression' && operatorOf(node) !== null) return true;
  return childrenOf(node).some(hasWork);
}

function isFunction({ type }: AnyNode): boolean {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type === 'FunctionDeclaration';
}

/** Numbers from which sums start: `new Float64Array(n)`, `.fill(0)`, `[0, 0]`. */
function startsSums(node: AnyNode): boolean {
  switch (node.type) {
    case 'NewExpression':
      return isArrayClass(node);
    case 'CallExpression': {
      const { callee, arguments: given } = node;
      return (
        callee.type === 'MemberExpression' && isNamed(callee, 'fill') && given[0] !== undefined && isZero(given[0])
      );
    }
    case 'ArrayExpression':
      return node.elements.length > 0 && node.elements.every((element) => element !== null && isZero(element));
    default:
      return false;
  }
}

/** A 0 that a variable gets, that a function returns as its only expression, or that `reduce` starts with. */
function isStartOfSum(node: AnyNode, child: AnyNode): boolean {
  if (!isZero(child)) return false;
  if (node.type === 'VariableDeclarator') return node.init === child;
  if (node.type === 'AssignmentExpression') return node.operator === '=' && node.right === child;
  if (node.type === 'ArrowFunctionExpression') return node.body === child;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  return (isNamed(node.callee, 'reduce') || isNamed(node.callee, 'reduceRight')) && node.arguments[1] === child;
}

function isZero(node: AnyNode): boolean {
  return node.type === 'Literal' && node.value === 0;
}
