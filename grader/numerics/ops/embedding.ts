/**
 * Looks up rows of a table: ids [..] of rows of W [V, D] give [.., D], as torch.nn.Embedding. The gradient of W adds up
 * where an id occurs several times; ids have none.
 */
import { sizeOf, type TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

function rowsOf(ids: TensorData, table: TensorData): TensorData {
  const columns = table.shape.at(-1) ?? 1;
  return build([...ids.shape, columns], (index) => {
    return at(table, at(ids, Math.floor(index / columns)) * columns + (index % columns));
  });
}

function gradient(operands: readonly TensorData[], upstream: TensorData, index: number): TensorData {
  if (index === 0) throw new RangeError('ids are whole numbers: they have no gradient');
  const [ids, { shape }] = [operand(operands, 0), operand(operands, 1)];
  const columns = shape.at(-1) ?? 1;
  const out = build(shape, () => 0);
  for (let flat = 0; flat < sizeOf(upstream.shape); flat += 1) {
    const place = at(ids, Math.floor(flat / columns)) * columns + (flat % columns);
    out.values[place] = at(out, place) + at(upstream, flat);
  }
  return out;
}

export const embedding: Op = {
  operands: [2, 2],
  isLoss: false,
  apply: (operands) => rowsOf(operand(operands, 0), operand(operands, 1)),
  applyScale: (scales, operands) => rowsOf(operand(operands, 0), operand(scales, 1)),
  vjp: ({ operands, upstream, index }) => gradient(operands, upstream, index),
  vjpScale: ({ operands, upstream, index }) => gradient(operands, upstream, index),
};
