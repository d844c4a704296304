/**
 * Conv1D and Conv2D with groups and, for Conv1D, causal padding, as Keras computes them; tf.js ignores the one and refuses
 * the other. Everything else is left to tf.js's own.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { first } from './tensors.js';

/** Sides, null where they are not known yet. */
type Shape = (number | null)[];
type Layer = layers.layers.Layer;
type LayerClass = new (args: unknown) => Layer;

/** What tf.js's own layers have and their types do not tell. */
interface Insides {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: number | readonly number[];
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dataFormat: 'channelsLast' | 'channelsFirst';
  readonly filters: number;
  readonly kernel: layers.LayerVariable;
  readonly bias: layers.LayerVariable | null | undefined;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor };
}

const TfConv1D = layers.layers.conv1d({ filters: 1, kernelSize: 1 }).constructor as LayerClass;
const TfConv2D = layers.layers.conv2d({ filters: 1, kernelSize: 1 }).constructor as LayerClass;

const pair = (value: number | readonly number[]): readonly number[] => [value].flat();

/** [N, side…, C] with a kernel of [size…, C / groups, filters] -> [N, side…, filters]. */
function convolveInGroups(layer: Insides, input: tf.Tensor, groups: number): tf.Tensor {
  const { padding, strides, dataFormat } = layer;
  const isFirst = dataFormat === 'channelsFirst';
  const places = input.rank - 2;
  const inner = Array.from({ length: places }, (_, index) => index + 2);
  const x = isFirst ? tf.transpose(input, [0, ...inner, 1]) : input;
  const kernels = tf.split(layer.kernel.read(), groups, -1);
  const parts = tf.split(padded(layer, x), groups, -1);
  const outputs = parts.map((part, index) => {
    const kernel = kernels[index] as tf.Tensor;
    const mode = padding === 'same' ? 'same' : 'valid';
    const [stride = 1, across = stride] = strides;
    const [step = 1, sideStep = step] = pair(layer.dilationRate);
    return places === 1
      ? tf.conv1d(part as tf.Tensor3D, kernel as tf.Tensor3D, stride, mode, 'NWC', step)
      : tf.conv2d(part as tf.Tensor4D, kernel as tf.Tensor4D, [stride, across], mode, 'NHWC', [step, sideStep]);
  });
  const joined = tf.concat<tf.Tensor>(outputs, -1);
  const shifted = layer.bias ? tf.add(joined, layer.bias.read()) : joined;
  const back = inner.map((axis) => axis - 1);
  return layer.activation.apply(isFirst ? tf.transpose(shifted, [0, places + 1, ...back]) : shifted);
}

function paddingBefore({ kernelSize, dilationRate }: Insides): number {
  return ((kernelSize[0] ?? 1) - 1) * (pair(dilationRate)[0] ?? 1);
}

/** Causal padding is all before the first place. */
function padded(layer: Insides, x: tf.Tensor): tf.Tensor {
  if (layer.padding !== 'causal') return x;
  const before = paddingBefore(layer);
  return tf.pad(x, [[0, 0], [before, 0], [0, 0]]); // prettier-ignore
}

/** The class that stands in the place of `base`, under the same name. */
function withGroups(base: LayerClass, className: string) {
  return class extends base {
    static readonly className = className;
    readonly #groups: number;

    constructor(args: { readonly groups?: number }) {
      super(args);
      this.#groups = args.groups ?? 1;
    }

    override build(inputShape: Shape): void {
      const axis = (this as unknown as Insides).dataFormat === 'channelsFirst' ? 1 : inputShape.length - 1;
      const channels = inputShape[axis] ?? 0;
      const { filters } = this as unknown as Insides;
      if (channels % this.#groups !== 0 || filters % this.#groups !== 0) {
        const found = `${String(channels)} channels and ${String(filters)} filters`;
        throw new Error(
          `the layer ${this.name} has ${found}, which are not multiples of its ${String(this.#groups)} groups`,
        );
      }
      super.build(inputShape.map((side, at) => (at === axis ? channels / this.#groups : side)));
      this.inputSpec = [new layers.InputSpec({ ndim: inputShape.length, axes: { [axis]: channels } })];
    }

    override computeOutputShape(inputShape: Shape): Shape | Shape[] {
      const { padding, dataFormat } = this as unknown as Insides;
      // tf.js takes causal padding for none
      if (padding !== 'causal') return super.computeOutputShape(inputShape);
      const place = dataFormat === 'channelsFirst' ? 2 : 1;
      const before = paddingBefore(this as unknown as Insides);
      return super.computeOutputShape(
        inputShape.map((side, at) => (at === place && side !== null ? side + before : side)),
      );
    }

    override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Parameters<Layer['call']>[1]): tf.Tensor | tf.Tensor[] {
      const insides = this as unknown as Insides;
      if (this.#groups === 1 && insides.padding !== 'causal') return super.call(inputs, kwargs);
      return tf.tidy(() => convolveInGroups(insides, first(inputs), this.#groups));
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), groups: this.#groups };
    }
  };
}

export function registerConvolutions(): void {
  tf.serialization.registerClass(withGroups(TfConv1D, 'Conv1D') as never);
  tf.serialization.registerClass(withGroups(TfConv2D, 'Conv2D') as never);
}
