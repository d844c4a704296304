/**
 * All that the parent and the worker say to each other. The worker is told which file, export or model to use and
 * with which inputs; it is never told labels, expected values, tolerances, points, the rubric or a result path.
 * What it answers is a claim of code that shares its process with the student's.
 *
 * One request, one reply. A frame is u32 header length, u32 body length (little-endian), JSON header, binary body.
 */
import type { Scaling } from '../tensor/images.js';
import type { DType, TensorData } from '../tensor/tensor.js';

/** Where a tensor's bytes lie in the body of its frame. */
export interface TensorHeader {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly offset: number;
}

/** An argument of a student's function. */
export type ArgumentShape =
  | { readonly tensor: string }
  | { readonly record: Readonly<Record<string, string>> }
  /** The weights of an exported model of the submission, by their names. */
  | { readonly weightsOf: string };

/** `record`: an object with these keys; `value`: the result itself, observed under the name `value`. */
export type ReturnShape = { readonly kind: 'record'; readonly keys: readonly string[] } | { readonly kind: 'value' };

export type Request =
  /** The body is the bundled JavaScript (CommonJS) of one submission file. */
  | { readonly type: 'load-module'; readonly filename: string }
  | {
      readonly type: 'call';
      readonly export: string;
      readonly arguments: readonly ArgumentShape[];
      readonly returns: ReturnShape;
      /** All outputs together; of more, the largest are only told of. */
      readonly mostValues: number;
      readonly tensors: Readonly<Record<string, TensorHeader>>;
    }
  /** `path` is the model.json, relative to the submission; `format` is what the parent found it to be. */
  | {
      readonly type: 'load-model';
      readonly path: string;
      readonly format: ModelFormat;
      /** Sides of one example, without the batch side. */
      readonly example: readonly number[];
    }
  /** Outputs for all examples, scaled first. `onCpu`: on the cpu backend, whatever was chosen. */
  | {
      readonly type: 'predict';
      readonly batchSize: number;
      readonly scaling: Scaling;
      readonly onCpu: boolean;
      readonly mostValues: number;
      readonly tensors: { readonly input: TensorHeader };
    }
  /** Gradients of a loss, the mean over the examples, by all weights that training changes by gradients. */
  | {
      readonly type: 'differentiate';
      readonly loss: ModelLoss;
      readonly scaling: Scaling;
      readonly tensors: { readonly input: TensorHeader; readonly label: TensorHeader };
    };

/** Losses of a model's scores [B,K] and class labels [B], or, for `half-squared-error`, of outputs [B,1]. */
export const MODEL_LOSSES = ['cross-entropy', 'brier', 'one-hot-l2', 'half-squared-error'] as const;
export type ModelLoss = (typeof MODEL_LOSSES)[number];

/** In which form a student's function returned a value; all of them are full marks. */
export type OutputForm = 'tensor' | 'typed-array' | 'nested-array' | 'number';

/** How an output is told of that has more numbers than the whole answer may have: a size, and these words. */
export const FAR_MORE = 'far more than were asked for';

export type OutputHeader =
  | { readonly kind: 'numbers'; readonly form: OutputForm; readonly tensor: TensorHeader }
  | { readonly kind: 'unusable'; readonly found: string };

/** An input as it was after the call; `changed`: no longer a tensor of that size, `disposed`: by the student's code. */
export type InputAfterHeader =
  | { readonly kind: 'kept'; readonly tensor: TensorHeader }
  | { readonly kind: 'changed' }
  | { readonly kind: 'disposed' };

export const MEMBER_CHANGES = ['replaced', 'deleted', 'added', 'written', 'disposed'] as const;

/** What a call did to an object that it was given: to a member, or (`written`, `disposed`) to the tensor that it is. */
export interface MemberChange {
  readonly key: string;
  readonly how: (typeof MEMBER_CHANGES)[number];
}

/** A model after it was asked. */
export interface ModelAfter {
  /** sha256 over its weights. */
  readonly weights: string;
  /** Its input still holds what it held. */
  readonly inputKept: boolean;
}

export interface RawError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

export const MODEL_FORMATS = ['layers-model', 'graph-model'] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** What a model was when it was loaded, told by a worker in which no student code runs. */
export interface LoadedModel {
  readonly format: ModelFormat;
  /** Numbers in the weights that it holds. */
  readonly parameters: number;
  /** Without the batch side; null where the model does not say, or is a graph. */
  readonly inputShape: readonly (number | null)[] | null;
  /** Of a LayersModel: its layers and those within them, but for inputs. */
  readonly layers: readonly LoadedLayer[];
  /** Of a graph: its kinds of operations. */
  readonly operations: readonly string[];
  /** What gives a result without size for an example, in words; null where nothing does. */
  readonly empty: string | null;
}

export interface LoadedLayer {
  readonly className: string;
  readonly activation: string | null;
}

export type Reply =
  | { readonly type: 'ready' }
  | {
      readonly type: 'loaded';
      readonly exports: readonly string[];
      /** Of a model: what it runs on, and sha256 over its weights. */
      readonly backend?: string;
      readonly weights?: string;
      readonly model?: LoadedModel;
    }
  | {
      readonly type: 'returned';
      readonly outputs: Readonly<Record<string, OutputHeader>>;
      /** The keys that the returned object really had, at most 50. */
      readonly keys: readonly string[];
      readonly inputsAfter: Readonly<Record<string, InputAfterHeader>>;
      /** At most a few; none when the objects among the arguments are as they were. */
      readonly members?: readonly MemberChange[];
      readonly model?: ModelAfter;
    }
  | { readonly type: 'threw'; readonly error: RawError };

/** The decoded forms of the headers above, as the parent holds them. */
export type ObservedOutput =
  | { readonly kind: 'numbers'; readonly form: OutputForm; readonly data: TensorData }
  | { readonly kind: 'unusable'; readonly found: string };

/** Compared with what was sent; what it held is not kept. */
export interface InputAfter {
  readonly kind: 'kept' | 'changed' | 'disposed';
}

export interface Returned {
  readonly outputs: Readonly<Record<string, ObservedOutput>>;
  readonly keys: readonly string[];
  readonly inputsAfter: Readonly<Record<string, InputAfter>>;
  /** Changes to the objects among the arguments; absent where there are none. */
  readonly members?: readonly MemberChange[];
  /** Of a model only. */
  readonly model?: ModelAfter;
}
