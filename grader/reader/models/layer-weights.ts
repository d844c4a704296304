/** The weights that a layer needs according to its description, with the names that TensorFlow.js gives them. Pure. */
import { countField, field, textField } from '../../text/fields.js';
import type { Layer } from './layers.js';

/** null: a side, or a whole shape, that is unknown from the description alone. */
export type OpenShape = readonly (number | null)[] | null;
export type LayerWeights = Readonly<Record<string, OpenShape>>;

/** The number of kernels that a recurrent layer concatenates. */
const GATES: ReadonlyMap<string, number> = new Map([
  ['SimpleRNN', 1],
  ['GRU', 3],
  ['GRUResetAfter', 3],
  ['LSTM', 4],
]);

/** The weights of `layer` when its input has the shape `input` (without the batch side). */
export function weightsOf(layer: Layer, input: OpenShape): LayerWeights {
  const { config } = layer;
  const channels = input?.at(-1) ?? null;
  const units = countField(config, 'units');
  const gates = GATES.get(layer.className);
  if (gates !== undefined) return recurrent(layer, channels, units, gates);
  const others = Object.hasOwn(OTHERS, layer.className) ? OTHERS[layer.className] : undefined;
  return others?.(config, channels) ?? convolution(layer, channelsLast(config) ? channels : null);
}

/** Layers that are neither recurrent nor convolutions, by their options and the channels of their input. */
const OTHERS: Readonly<Record<string, (config: unknown, channels: number | null) => LayerWeights>> = {
  Dense: (config, channels) => {
    const units = countField(config, 'units');
    return { kernel: [channels, units], ...biasOf(config, units) };
  },
  Embedding: (config) => ({ embeddings: [countField(config, 'inputDim'), countField(config, 'outputDim')] }),
  PReLU: () => ({ alpha: null }),
  BatchNormalization: (config) => ({ ...affine(config, [null]), moving_mean: [null], moving_variance: [null] }),
  Normalization: (config) => ((field(config, 'mean') ?? null) === null ? { mean: null, variance: null } : {}),
  GroupNormalization: (config, channels) => affine(config, [channels]),
  LayerNormalization: (config) => affine(config, null),
  RMSNormalization: () => ({ scale: null }),
  Attention: (config): LayerWeights => (field(config, 'useScale') === true ? { scale: [] } : {}),
  EinsumDense: (config): LayerWeights => ({
    kernel: null,
    ...(textField(config, 'biasAxes') === null ? {} : { bias: null }),
  }),
  MultiHeadAttention: (config): LayerWeights =>
    Object.fromEntries(
      ['query', 'key', 'value', 'attention_output'].flatMap((part): [string, OpenShape][] => [
        [`${part}/kernel`, null],
        ...(field(config, 'useBias') === false ? [] : ([[`${part}/bias`, null]] as [string, OpenShape][])),
      ]),
    ),
};

function convolution(layer: Layer, channels: number | null): LayerWeights {
  const { config } = layer;
  const size = kernelSizeOf(layer);
  const kernel = (...sides: (number | null)[]): OpenShape => (size === null ? null : [...size, ...sides]);
  const filters = countField(config, 'filters');
  const multiplier = countField(config, 'depthMultiplier');
  switch (layer.className) {
    case 'Conv1D':
    case 'Conv2D':
    case 'Conv3D':
      return { kernel: kernel(shareOf(channels, config), filters), ...biasOf(config, filters) };
    case 'Conv2DTranspose':
    case 'Conv3DTranspose':
      return { kernel: kernel(filters, channels), ...biasOf(config, filters) };
    case 'Conv1DTranspose':
      return { kernel: kernel(filters, channels), ...biasOf(config, filters) };
    case 'DepthwiseConv1D':
      return { kernel: kernel(channels, multiplier), ...biasOf(config, null) };
    case 'SeparableConv1D':
      return {
        depthwise_kernel: kernel(channels, multiplier),
        pointwise_kernel: [1, null, filters],
        ...biasOf(config, filters),
      };
    case 'DepthwiseConv2D':
      return { depthwise_kernel: kernel(channels, multiplier), ...biasOf(config, null) };
    case 'SeparableConv2D':
      return {
        depthwise_kernel: kernel(channels, multiplier),
        pointwise_kernel: [1, 1, null, filters],
        ...biasOf(config, filters),
      };
    default:
      return {};
  }
}

/** The channels of a group. */
function shareOf(channels: number | null, config: unknown): number | null {
  const groups = countField(config, 'groups') ?? 1;
  return channels === null || channels % groups !== 0 ? null : channels / groups;
}

function biasOf(config: unknown, side: number | null): LayerWeights {
  return field(config, 'useBias') === false ? {} : { bias: [side] };
}

/** Recurrent layers concatenate the kernels of their gates; with reset_after there are two biases. */
function recurrent(
  { className, config }: Layer,
  channels: number | null,
  units: number | null,
  gates: number,
): LayerWeights {
  const wide = units === null ? null : units * gates;
  const { bias } = biasOf(config, wide);
  return {
    kernel: [channels, wide],
    recurrent_kernel: [units, wide],
    ...(bias !== undefined && { bias: className === 'GRUResetAfter' ? [2, wide] : bias }),
  };
}

function affine(config: unknown, shape: OpenShape): LayerWeights {
  return {
    ...(field(config, 'scale') === false ? {} : { gamma: shape }),
    ...(field(config, 'center') === false ? {} : { beta: shape }),
  };
}

function channelsLast(config: unknown): boolean {
  const format = field(config, 'dataFormat');
  return format !== 'channels_first' && format !== 'channelsFirst';
}

/** `kernel_size: 3` means 3 in each direction. */
function kernelSizeOf(layer: Layer): readonly number[] | null {
  const rank = Number(/[123](?=D)/.exec(layer.className)?.[0] ?? 0);
  const size = field(layer.config, 'kernelSize');
  if (Array.isArray(size)) return size.length === rank ? size.map(Number) : null;
  return typeof size === 'number' ? Array.from({ length: rank }, () => size) : null;
}
