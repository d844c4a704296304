/** How examples must be fed to a loaded model. */
import { tf, type Model } from './tf.js';

/** Operations of graphs that tf.js can only run asynchronously: loops, branches, and sizes that depend on values. */
const WAITED_FOR = new Set([
  ...['Switch', 'Merge', 'Enter', 'Exit', 'NextIteration', 'StatelessIf', 'StatelessWhile', 'If', 'While', 'Where'],
  ...['NonMaxSuppressionV2', 'NonMaxSuppressionV3', 'NonMaxSuppressionV5'],
]);

export function mustWait(model: Model): model is InstanceType<typeof tf.GraphModel> {
  if (!(model instanceof tf.GraphModel)) return false;
  const { nodes } = (model as unknown as { executor: { graph: GraphNodes } }).executor.graph;
  return Object.values(nodes).some(({ op }) => WAITED_FOR.has(op));
}

interface GraphNodes {
  readonly nodes: Readonly<Record<string, { readonly op: string }>>;
}

/** The batch size, if the model has a fixed one; otherwise null. */
export function rowsOf(model: Model): number | null {
  const rows = model.inputs[0]?.shape?.[0] ?? -1;
  return rows > 0 ? rows : null;
}

/** A graph may need integers, such as indices of words; tf.js accepts any type for a LayersModel. */
export function inputTypeOf(model: Model): 'float32' | 'int32' | 'bool' {
  const dtype = model instanceof tf.GraphModel ? model.inputs[0]?.dtype : undefined;
  return dtype === 'int32' || dtype === 'bool' ? dtype : 'float32';
}
