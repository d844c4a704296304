/**
 * Determines which weights of a graph are parameters: all of type float32, and those of other types whose values are
 * used in computations. Weights that only describe a layout (the shape of a Reshape, the axes of a sum) are not. Pure.
 */
import { sizeOf } from '../../tensor/tensor.js';
import type { Graph } from './graph.js';
import type { Operation } from './operation.js';
import type { WeightSpec } from './manifest.js';

/** Indices of the inputs that only describe the layout of a result; negative ones count from the end. */
const LAYOUT: ReadonlyMap<string, readonly number[]> = new Map([
  ...operations([0], 'Split Concat Fill Conv2DBackpropInput RandomUniform RandomStandardNormal TruncatedNormal'),
  ...operations([0], 'TensorArrayV3'),
  ...operations([1], 'Reshape Transpose Sum Mean Max Min Prod All Any EuclideanNorm ArgMax ArgMin ExpandDims'),
  ...operations([1], 'Pad PadV2 MirrorPad Tile BroadcastTo ResizeBilinear ResizeNearestNeighbor ReverseV2'),
  ...operations([1], 'Cumsum Cumprod OneHot TopKV2 TensorListFromTensor TensorListStack SparseToDense'),
  ...operations([-1], 'ConcatV2'),
  ...operations([2], 'GatherV2 TensorListGetItem TensorListGather ScatterNd LinSpace ImageProjectiveTransformV3'),
  ...operations([3], 'CropAndResize'),
  ...operations([0, 1], 'TensorListReserve EmptyTensorList'),
  ...operations([1, 2], 'Slice SplitV SpaceToBatchND BatchToSpaceND'),
  ...operations([1, 2, 3], 'StridedSlice'),
]);

function operations(places: readonly number[], names: string): [string, readonly number[]][] {
  return names.split(' ').map((name) => [name, places]);
}

/** Operations that turn a layout into numbers. */
const MEASURES: ReadonlySet<string> = new Set(['Shape', 'ShapeN', 'Size', 'Rank', 'TensorListLength']);

/** A layout has at most eight axes in tf.js, with two numbers each (paddings): a larger weight is something else. */
const MOST_LAYOUT = 16;

export function parametersOf(graph: Graph, weights: readonly WeightSpec[]): number {
  const computed = computedWith(graph);
  return weights
    .filter(({ name, dtype, shape }) => dtype === 'float32' || computed.has(name) || sizeOf(shape) > MOST_LAYOUT)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Names of the operations whose values contribute to the values of an output. */
function computedWith({ all, ends }: Graph): ReadonlySet<string> {
  const values = new Set<number>();
  // after such an operation, the layout is a value as well
  const measured = new Set<number>();
  const waiting = ends.map((place) => ({ place, whole: false }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { place, whole } = next;
    const operation = all[place];
    const seen = whole ? measured : values;
    if (operation === undefined || seen.has(place) || measured.has(place)) continue;
    seen.add(place);
    const behind = whole || MEASURES.has(operation.op);
    for (const source of [...valuesOf(operation, behind), ...operation.calls]) {
      waiting.push({ place: source, whole: behind });
    }
  }
  return new Set([...values, ...measured].flatMap((place) => all[place]?.name ?? []));
}

function valuesOf({ op, inputs }: Operation, whole: boolean): readonly number[] {
  const layout = whole ? undefined : LAYOUT.get(op);
  if (layout === undefined) return inputs;
  const places = new Set(layout.map((place) => (place < 0 ? inputs.length + place : place)));
  return inputs.filter((_, index) => !places.has(index));
}
