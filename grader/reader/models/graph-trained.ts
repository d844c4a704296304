/**
 * Finds the constants of a graph that were trained: those that are direct inputs of an operation which weighs, shifts
 * or looks up values. Other constants may be infinite on purpose, such as masks and bounds. Pure and linear.
 */
import type { Graph } from './graph.js';

const WEIGHING = new Set([
  ...['MatMul', '_FusedMatMul', 'BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3', 'Einsum', 'Conv1D', 'Conv2D'],
  ...['_FusedConv2D', 'Conv3D', 'DepthwiseConv2d', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'],
  ...['Conv2DBackpropInput', 'BiasAdd', 'FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3', 'Prelu'],
  ...['GatherV2', 'Gather', 'ResourceGather'],
]);
/** Operations that pass their input on. */
const PASSING = new Set(['Identity', 'Enter', 'ReadVariableOp', 'Cast', 'Reshape', 'ExpandDims', 'Transpose']);

/** Names of those constants. */
export function trainedIn({ all }: Graph): ReadonlySet<string> {
  const trained = new Set<string>();
  const seen = new Set<number>();
  const open = all.flatMap(({ op, inputs }) => (WEIGHING.has(op) ? inputs : []));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const operation = all[place];
    if (operation?.op === 'Const') trained.add(operation.name);
    else if (operation !== undefined && PASSING.has(operation.op)) open.push(...operation.inputs);
  }
  return trained;
}
