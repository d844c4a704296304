/** Single operations of graphs, with the attributes that a converter writes for them. */
import { attribute, node, type GraphConstant, type GraphNode } from './graphs.js';

const { flag, list, text, texts, whole: int } = attribute;

export type Case = readonly [
  name: string,
  example: readonly number[],
  constants: Readonly<Record<string, GraphConstant>>,
  nodes: readonly GraphNode[],
];

/** The operation `out` on `x` and constants, behind one that makes its input positive where that is needed. */
export const of = (
  op: string,
  example: readonly number[],
  constants: Readonly<Record<string, GraphConstant>> = {},
  attr: GraphNode['attr'] = {},
): Case => [op, example, constants, [node('out', op, ['x', ...Object.keys(constants)], attr)]];
export const positive = (op: string): Case => [op, [5], {}, [node('p', 'Exp', ['x']), node('out', op, ['p'])]];
export const image = [6, 5, 2];
export const window = (padding: string, more: GraphNode['attr'] = {}): GraphNode['attr'] => ({
  padding: text(padding),
  data_format: text('NHWC'),
  strides: list(1, 2, 2, 1),
  dilations: list(1, 1, 1, 1),
  ...more,
});
export const pooled = (padding: string) => window(padding, { ksize: list(1, 3, 2, 1) });
export const kept = (value: boolean) => ({ keep_dims: flag(value) });
export const masks = {
  begin_mask: int(1),
  end_mask: int(1),
  ellipsis_mask: int(0),
  new_axis_mask: int(0),
  shrink_axis_mask: int(0),
};
export const fused = (...ops: string[]) => ({ fused_ops: texts(...ops), num_args: int(ops.includes('Prelu') ? 2 : 1) });
