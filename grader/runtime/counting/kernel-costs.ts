/**
 * The scalar operations of the kernels of tf.js, from the shapes of their inputs and results. Additions, subtractions,
 * multiplications, divisions, powers and functions such as exp are one operation each; a product of k x l and l x m costs
 * km(2l - 1), as every sum of l terms has l - 1 additions. Comparing, choosing, negating, rounding, moving and making values
 * cost nothing, and neither does a maximum. Windows at a border count in full. Pure.
 */

export type Sides = readonly number[];

export interface KernelCall {
  readonly inputs: Readonly<Record<string, Sides>>;
  readonly results: readonly Sides[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Cost = (call: KernelCall) => number;

export const sizeOfSides = (sides: Sides): number => {
  let size = 1;
  for (const side of sides) size *= side;
  return size;
};
const resultSize = ({ results }: KernelCall): number => {
  let size = 0;
  for (const sides of results) size += sizeOfSides(sides);
  return size;
};
const inputSize = ({ inputs }: KernelCall, name = 'x'): number => sizeOfSides(inputs[name] ?? []);
const side = (sides: Sides | undefined, fromEnd: number): number => sides?.[sides.length - fromEnd] ?? 1;
/** The numbers along the last axis are one group. */
const groups = (sides: Sides | undefined): number => sizeOfSides(sides ?? []) / Math.max(1, side(sides, 1));

const each =
  (operations: number): Cost =>
  (call) =>
    operations * resultSize(call);
const nothing: Cost = () => 0;
/** Every result of n terms has n - 1 operations. */
const reduced: Cost = (call) => Math.max(0, inputSize(call) - resultSize(call));

const matMul: Cost = ({ inputs, results, attributes }) => {
  const { a } = inputs;
  const deep = side(a, attributes['transposeA'] === true ? 2 : 1);
  return sizeOfSides(results[0] ?? []) * Math.max(0, 2 * deep - 1);
};

/** Activations of fused kernels, and those of their own: operations for one number. */
const ACTIVATIONS: Readonly<Record<string, number>> = {
  ...{ linear: 0, relu: 0, relu6: 0, elu: 2, prelu: 1, leakyrelu: 1, sigmoid: 3 },
};

/** A kernel with a bias and an activation added to it. */
const fused =
  (cost: Cost): Cost =>
  (call) => {
    const { activation } = call.attributes;
    const more = typeof activation === 'string' ? (ACTIVATIONS[activation] ?? 1) : 0;
    return cost(call) + (call.inputs['bias'] === undefined ? 0 : resultSize(call)) + more * resultSize(call);
  };

/** A result is a sum over the filter without its last side: [..., in, out]. */
const convolution: Cost = (call) => {
  const { filter } = call.inputs;
  const terms = sizeOfSides(filter ?? []) / side(filter, 1);
  return resultSize(call) * Math.max(0, 2 * terms - 1);
};
/** [kh, kw, in, multiplier]: each channel has its own sums. */
const depthwise: Cost = (call) => {
  const terms = side(call.inputs['filter'], 4) * side(call.inputs['filter'], 3);
  return resultSize(call) * Math.max(0, 2 * terms - 1);
};
/** The gradients have a product for each of those of the convolution, whose results have the shape of dy. */
const convolutionGradient: Cost = (call) => {
  const filter = call.inputs['filter'] ?? call.results[0];
  const products = (inputSize(call, 'dy') * sizeOfSides(filter ?? [])) / side(filter, 1);
  return Math.max(0, 2 * products - resultSize(call));
};
const depthwiseGradient: Cost = (call) => {
  const filter = call.inputs['filter'] ?? call.results[0];
  const products = inputSize(call, 'dy') * side(filter, 4) * side(filter, 3);
  return Math.max(0, 2 * products - resultSize(call));
};

/** A mean over windows: for n numbers n - 1 additions and a division. */
const pooled: Cost = (call) => resultSize(call) * windowOf(call);
const pooledGradient: Cost = (call) => 2 * inputSize(call, 'dy') * windowOf(call);
function windowOf({ attributes }: KernelCall): number {
  const { filterSize } = attributes;
  if (typeof filterSize === 'number') return filterSize * filterSize;
  return Array.isArray(filterSize) ? sizeOfSides(filterSize as Sides) : 1;
}

/** All letters of the equation together are the products; tf.js multiplies the inputs one after the other, then adds. */
const einsum: Cost = (call) => {
  const { equation } = call.attributes;
  const [terms = ''] = String(equation).split('->');
  const sides: Record<string, number> = {};
  const inputs = Object.values(call.inputs);
  for (const [place, term] of terms.split(',').entries()) {
    for (const [at, letter] of Array.from(term.trim()).entries()) sides[letter] = inputs[place]?.[at] ?? 1;
  }
  const products = sizeOfSides(Object.values(sides));
  return Math.max(0, inputs.length * products - resultSize(call));
};

const named = (cost: Cost, ...names: readonly string[]) => names.map((name) => [name, cost] as const);

const COSTS: ReadonlyMap<string, Cost> = new Map([
  ...named(nothing, 'All', 'Any', 'ArgMax', 'ArgMin', 'Max', 'Min', 'Maximum', 'Minimum', 'MaxPool', 'MaxPool3D'),
  ...named(
    nothing,
    'MaxPoolWithArgmax',
    'TopK',
    'Unique',
    'SearchSorted',
    'Abs',
    'Neg',
    'Sign',
    'Step',
    'Relu',
    'Relu6',
  ),
  ...named(
    nothing,
    'Ceil',
    'Floor',
    'Round',
    'ClipByValue',
    'Cast',
    'Identity',
    'IsFinite',
    'IsInf',
    'IsNan',
    'Select',
  ),
  ...named(nothing, 'Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalNot'),
  ...named(nothing, 'LogicalOr', 'BitwiseAnd', 'Reshape', 'ExpandDims', 'Transpose', 'Slice', 'StridedSlice', 'SplitV'),
  ...named(
    nothing,
    'Concat',
    'Pack',
    'Unpack',
    'GatherV2',
    'GatherNd',
    'Tile',
    'PadV2',
    'MirrorPad',
    'Reverse',
    'Diag',
  ),
  ...named(
    nothing,
    'Fill',
    'ZerosLike',
    'OnesLike',
    'OneHot',
    'Range',
    'BroadcastArgs',
    'BatchToSpaceND',
    'SpaceToBatchND',
  ),
  ...named(
    nothing,
    'DepthToSpace',
    'FlipLeftRight',
    'ResizeNearestNeighbor',
    'TensorScatterUpdate',
    'Real',
    'Imag',
    'Complex',
  ),
  ...named(each(1), 'Add', 'Sub', 'Multiply', 'RealDiv', 'FloorDiv', 'Mod', 'Pow', 'Atan2', 'Square', 'Sqrt', 'Rsqrt'),
  ...named(each(1), 'Reciprocal', 'Exp', 'Expm1', 'Log', 'Log1p', 'Erf', 'Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan'),
  ...named(each(1), 'Sinh', 'Cosh', 'Tanh', 'Asinh', 'Acosh', 'Atanh', 'LeakyRelu', 'Prelu', 'EluGrad', 'LinSpace'),
  ...named(each(2), 'SquaredDifference', 'Softplus', 'Elu'),
  ...named(each(3), 'Sigmoid', 'Selu', 'ComplexAbs'),
  ...named((call) => Math.max(0, Object.keys(call.inputs).length - 1) * resultSize(call), 'AddN'),
  ...named(reduced, 'Sum', 'Prod'),
  ...named((call) => inputSize(call), 'Mean'),
  ...named((call) => resultSize(call) - groups(call.results[0]), 'Cumsum', 'Cumprod'),
  ...named((call) => Math.max(0, inputSize(call) - resultSize(call)), 'UnsortedSegmentSum'),
  ...named((call) => inputSize(call, 'updates'), 'ScatterNd'),
  // of n numbers: n subtractions of the largest, n exponentials, n - 1 additions and n divisions
  ...named((call) => 4 * resultSize(call) - groups(call.results[0]), 'Softmax'),
  ...named(matMul, 'BatchMatMul'),
  ...named(fused(matMul), '_FusedMatMul'),
  ...named(convolution, 'Conv2D', 'Conv3D'),
  ...named(fused(convolution), 'FusedConv2D'),
  ...named(depthwise, 'DepthwiseConv2dNative'),
  ...named(fused(depthwise), 'FusedDepthwiseConv2D'),
  ...named(convolutionGradient, 'Conv2DBackpropFilter', 'Conv2DBackpropInput'),
  ...named(convolutionGradient, 'Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2'),
  ...named(depthwiseGradient, 'DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'),
  ...named(pooled, 'AvgPool', 'AvgPool3D'),
  ...named(pooledGradient, 'AvgPoolGrad', 'AvgPool3DGrad'),
  ...named((call) => inputSize(call, 'dy'), 'MaxPoolGrad', 'MaxPool3DGrad'),
  // subtract the mean, divide by the root of variance and epsilon, scale and shift
  ...named((call) => 4 * resultSize(call) + 2 * sizeOfSides(call.inputs['variance'] ?? []), 'FusedBatchNorm'),
  ...named(einsum, 'Einsum'),
]);

/** null for a kernel whose cost is not known. */
export function costOfKernel(name: string, call: KernelCall): number | null {
  const cost = COSTS.get(name);
  return cost === undefined ? null : cost(call);
}
