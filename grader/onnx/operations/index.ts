/** Which operation of a graph is translated by which rule. Operations that are missing here are refused. */
import { ARITHMETIC } from './arithmetic.js';
import type { OperationRule } from './call.js';
import { convolution, transposedConvolution } from './convolutions.js';
import { batchMatmul, matmul } from './products.js';
import { SHAPING } from './shaping.js';
import { slice, stridedSlice } from './slicing.js';
import { SPACE } from './space.js';

const named = (rule: OperationRule, ...ops: readonly string[]) => ops.map((op): [string, OperationRule] => [op, rule]);

export const OPERATION_RULES: ReadonlyMap<string, OperationRule> = new Map([
  ...named(convolution, 'Conv2D', '_FusedConv2D', 'Conv3D'),
  ...named(convolution, 'DepthwiseConv2dNative', 'DepthwiseConv2d', 'FusedDepthwiseConv2dNative'),
  ...named(transposedConvolution, 'Conv2DBackpropInput'),
  ...named(matmul, 'MatMul', '_FusedMatMul'),
  ...named(batchMatmul, 'BatchMatMul', 'BatchMatMulV2'),
  ...named(stridedSlice, 'StridedSlice'),
  ...named(slice, 'Slice'),
  ...ARITHMETIC,
  ...SPACE,
  ...SHAPING,
]);
