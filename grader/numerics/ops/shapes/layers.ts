/** Shapes of layers with weights, of matrix products and of attention. */
import { isTransposed } from '../matmul.js';
import {
  divided,
  given,
  lastSide,
  mayEqual,
  mayEqualShapes,
  Misfit,
  needsSides,
  needsVector,
  tell,
  times,
  unify,
  type Operand,
  type ShapeRule,
  type Side,
} from './shape.js';

/** Throws unless the weight [out, in] takes the last side of x; a vector is one row. Returns the number of outputs. */
function outputsOf(x: Operand, weight: Operand): Side {
  if (weight.shape.length > 2) throw new Misfit(`${tell(weight)}, expected [out, in]`);
  if (!mayEqual(lastSide(x), lastSide(weight))) {
    throw new Misfit(`${tell(x, weight)}: their last sides must be equal`);
  }
  return weight.shape.length < 2 ? 1 : (weight.shape[0] ?? 1);
}

export const linearShape: ShapeRule = (operands) => {
  const [x, weight, bias] = [given(operands, 0), given(operands, 1), operands[2]];
  const outputs = outputsOf(x, weight);
  if (bias !== undefined) needsVector(bias, outputs, weight);
  return [...(x.shape.length < 2 ? [1] : x.shape.slice(0, -1)), outputs];
};

/** Throws unless the sides before the last are the same. */
function needsSameRows(x: Operand, other: Operand): void {
  if (mayEqualShapes(x.shape.slice(0, -1), other.shape.slice(0, -1))) return;
  throw new Misfit(`${tell(x, other)}: all sides but the last must be equal`);
}

/** Weights [rows, ..] of a step from x [.., D] and h [.., H]; `gates` is 4 for a memory of four gates. */
function needsStepWeights(
  [x, h, wx, wh, b]: readonly [Operand, Operand, Operand, Operand, Operand],
  units: Side,
  gates: number,
): void {
  const rows = times(gates, units);
  for (const [value, weight] of [[x, wx] as const, [h, wh] as const]) {
    needsSides(weight, [String(rows), String(lastSide(value))]);
    if (!mayEqual(outputsOf(value, weight), rows)) {
      throw new Misfit(`${tell(h, weight)}: the first side of ${weight.name} must be ${tellRows(units, gates)}`);
    }
  }
  needsVector(b, rows, wh);
}

const tellRows = (units: Side, gates: number) =>
  gates === 1 ? String(units) : `${String(gates)} times ${String(units)}`;

export const rnnShape: ShapeRule = (operands) => {
  const [x, h, wx, wh, b] = [0, 1, 2, 3, 4].map((place) => given(operands, place)) as Five;
  needsSameRows(x, h);
  needsStepWeights([x, h, wx, wh, b], lastSide(h), 1);
  return h.shape;
};

type Five = [Operand, Operand, Operand, Operand, Operand];

export const lstmShape: ShapeRule = (operands) => {
  const [x, h, wx, wh, b] = [0, 1, 3, 4, 5].map((place) => given(operands, place)) as Five;
  const c = given(operands, 2);
  if (!mayEqualShapes(h.shape, c.shape)) throw new Misfit(`${tell(h, c)}: their shapes must be equal`);
  needsSameRows(x, h);
  const units = unify(lastSide(h), lastSide(c));
  needsStepWeights([x, h, wx, wh, b], units, 4);
  return [...h.shape.slice(0, -1), times(2, units)];
};

/** A row of W [V, D] for each id. */
export const embeddingShape: ShapeRule = (operands) => {
  const [ids, table] = [given(operands, 0), given(operands, 1)];
  needsSides(table, ['V', 'D']);
  const [rows = 1, columns = 1] = table.shape;
  const { classes = rows } = ids;
  if (typeof classes === 'number' && typeof rows === 'number' && classes > rows) {
    throw new Misfit(`${ids.name} has classes 0 to ${String(classes - 1)}, but ${table.name} has ${String(rows)} rows`);
  }
  return [...ids.shape, columns];
};

/** The last two sides, in the order in which a product uses them. */
function matrixSides({ shape }: Operand, swapped: boolean): readonly [Side, Side] {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return swapped ? [columns, rows] : [rows, columns];
}

export const matmulShape: ShapeRule = (operands, node) => {
  const [a, b] = [given(operands, 0), given(operands, 1)];
  for (const one of [a, b]) if (one.shape.length < 2) throw new Misfit(`${tell(one)}, expected two sides or more`);
  const [first, second] = [isTransposed(node, 'first'), isTransposed(node, 'second')];
  const [[rows, inner], [other, columns]] = [matrixSides(a, first), matrixSides(b, second)];
  if (!mayEqual(inner, other)) {
    const sideOf = (isFirst: boolean) => (isFirst ? 'last side but one' : 'last side');
    const sentence = `the ${sideOf(first)} of ${a.name} must be the ${sideOf(!second)} of ${b.name}`;
    throw new Misfit(
      `${tell(a, b)}: ${sentence}${node.transpose === undefined ? '' : `, with transpose: ${node.transpose}`}`,
    );
  }
  const leading = a.shape.slice(0, -2);
  if (b.shape.length > 2 && !mayEqualShapes(leading, b.shape.slice(0, -2))) {
    throw new Misfit(`${tell(a, b)}: their sides before the last two must be equal, or ${b.name} must have none`);
  }
  return [...leading, rows, columns];
};

/** The number of queries or keys. */
const countOf = ({ shape }: Operand): Side => shape.at(-2) ?? 1;

/** Throws unless the keys can be compared with the queries, and each has a value. */
function needsKeys(q: Operand, k: Operand, v: Operand): void {
  if (!mayEqual(lastSide(q), lastSide(k))) throw new Misfit(`${tell(q, k)}: their last sides must be equal`);
  for (const other of [k, v]) {
    if (mayEqualShapes(q.shape.slice(0, -2), other.shape.slice(0, -2))) continue;
    throw new Misfit(`${tell(q, other)}: their sides before the last two must be equal`);
  }
  if (mayEqual(countOf(k), countOf(v))) return;
  throw new Misfit(`${tell(k, v)}: their last sides but one, the number of keys, must be equal`);
}

export const attentionShape: ShapeRule = (operands, { heads = 1, causal = false }) => {
  const [q, k, v] = [0, 1, 2].map((place) => given(operands, place)) as [Operand, Operand, Operand];
  for (const one of [q, k, v]) if (one.shape.length < 2) throw new Misfit(`${tell(one)}, expected [.., T, D]`);
  needsKeys(q, k, v);
  if (causal && !mayEqual(countOf(q), countOf(k))) {
    throw new Misfit(`${tell(q, k)}: causal attention needs as many keys as queries`);
  }
  for (const one of [q, v]) {
    if (divided(lastSide(one), heads) !== null) continue;
    throw new Misfit(`${tell(one)}: its last side cannot be divided into ${String(heads)} heads`);
  }
  return q.shape.with(-1, lastSide(v));
};
