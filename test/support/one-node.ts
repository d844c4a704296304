/** A network of one node whose operands have given shapes, and what is inferred of it. */
import { inferShapes } from '../../grader/numerics/network-shapes.js';
import type { Shape } from '../../grader/numerics/ops/shapes/shape.js';
import type { Network, NetworkNode, OpName } from '../../grader/schema/network.js';

/** An operation, the shapes of its operands a, b, c, ... as `[B 4], [H 5]`, options, and numbers of classes of labels. */
export type Described = [
  op: OpName,
  shapes: string,
  options: Partial<NetworkNode>,
  labels: Readonly<Record<string, number>>,
];

/** The network; its node is called n. */
export function oneNode(...[op, shapes, options, labels]: Described): Network {
  const sides = [...shapes.matchAll(/\[([^\]]*)\]/g)].map(([, inside = '']) => inside.split(' ').filter(Boolean));
  const entries = sides.map((shape, index): [string, (number | string)[]] => [
    'abcdefgh'.charAt(index),
    shape.map((side) => (/^\d/.test(side) ? Number(side) : side)),
  ]);
  return {
    inputs: Object.fromEntries(entries.filter(([name]) => !(name in labels))),
    labels: Object.fromEntries(
      entries.filter(([name]) => name in labels).map(([name, shape]) => [name, { shape, classes: labels[name] ?? 0 }]),
    ),
    parameters: {},
    nodes: [{ name: 'n', op, of: entries.map(([name]) => name), ...options }],
  };
}

/** What is said about its operands. */
export function misfitsOf(...described: Described): readonly string[] {
  return inferShapes(oneNode(...described)).misfits.map(({ sentence }) => sentence);
}

/** The shape of the node; undefined if its operands do not fit. */
export function shapeOf(...described: Described): Shape | undefined {
  return inferShapes(oneNode(...described)).shapes.get('n');
}
