/**
 * The protocol between the parent and the worker. The worker is told which file, export or model to use and with which
 * inputs; it must never be told labels, expected values, tolerances, points, the rubric or a result path. Its answers
 * must not be trusted, because it shares its process with student code.
 *
 * One request, one reply. A frame is u32 header length, u32 body length (little-endian), JSON header, binary body.
 */
import type { Differentiator } from './differentiators.js';
import type { MapForm } from '../tensor/class-maps.js';
import type { Scaling } from '../tensor/images.js';
import type { DType, TensorData } from '../tensor/tensor.js';
import type { ToldWork, Work } from './work.js';

/** The position of a tensor's bytes in the body of its frame. */
export interface TensorHeader {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly offset: number;
}

/** A tensor of a file that the worker was told about when it was started, by its name: all of it, or some rows. */
export interface ShownTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly file: string;
  /** Indices along the first axis of the file's tensor, in the order in which they are wanted; absent: all. */
  readonly rows?: readonly number[];
}

/** Before the paths of such files, in the arguments of a worker. */
export const SHOWN_FLAG = '--shown';

/** An argument of a student's function. */
export type ArgumentShape =
  | { readonly tensor: string }
  | { readonly record: Readonly<Record<string, string>> }
  /** The weights of an exported model of the submission, by name. */
  | { readonly weightsOf: string };

/** `record`: an object with these keys; `value`: the result itself, observed under the name `value`. */
export type ReturnShape = { readonly kind: 'record'; readonly keys: readonly string[] } | { readonly kind: 'value' };

/** The form in which a function gets numbers: tensors of tf.js, or nested arrays, a single number being one itself. */
export const ARGUMENT_FORMS = ['tensors', 'arrays'] as const;
export type ArgumentForm = (typeof ARGUMENT_FORMS)[number];

export type Request =
  /**
   * The body is the bundled JavaScript (CommonJS) of one submission file. `counted`: its arithmetic is counted in all calls;
   * a worker gets one such file and no other.
   */
  | { readonly type: 'load-module'; readonly filename: string; readonly counted?: true }
  | {
      readonly type: 'call';
      readonly export: string;
      readonly arguments: readonly ArgumentShape[];
      /** Default: tensors. */
      readonly receives?: ArgumentForm;
      readonly returns: ReturnShape;
      /** The limit for all outputs together; beyond it, the largest are only described. */
      readonly mostValues: number;
      /** It is wanted whether tf.js differentiates meanwhile. */
      readonly watched?: true;
      readonly tensors: Readonly<Record<string, TensorHeader>>;
    }
  /**
   * `path` is the model.json or the .onnx file, relative to the submission; `format` is what the parent found it to be.
   * `channelsFirst`: an ONNX model takes images in that order. `plain`: its graph is run as it is written.
   */
  | {
      readonly type: 'load-model';
      readonly path: string;
      readonly format: ModelFormat;
      /** Sides of one example, without the batch side. */
      readonly example: readonly number[];
      readonly channelsFirst?: true;
      readonly plain?: true;
    }
  /**
   * Outputs for all examples, scaled first. `asWitness`: not on the backend of the worker but on the one that it is
   * compared with. `maps`: of the scores for each pixel only the class with the largest is wanted.
   */
  | {
      readonly type: 'predict';
      readonly batchSize: number;
      readonly scaling: Scaling;
      readonly asWitness: boolean;
      readonly mostValues: number;
      readonly maps?: MapForm;
      readonly tensors: { readonly input: TensorHeader | ShownTensor };
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

/** The form in which a student's function returned a value; all of them can earn full marks. */
export type OutputForm = 'tensor' | 'typed-array' | 'nested-array' | 'number';

/** Describes an output with more numbers than the whole answer may have: its size, and these words. */
export const FAR_MORE = 'far more than expected';

export type OutputHeader =
  | { readonly kind: 'numbers'; readonly form: OutputForm; readonly tensor: TensorHeader }
  | { readonly kind: 'unusable'; readonly found: string };

/** An input after the call. `changed`: no longer a tensor of that size; `disposed`: by the student's code. */
export type InputAfterHeader =
  | { readonly kind: 'kept'; readonly tensor: TensorHeader }
  | { readonly kind: 'changed' }
  | { readonly kind: 'disposed' };

export const MEMBER_CHANGES = ['replaced', 'deleted', 'added', 'written', 'disposed'] as const;

/**
 * The change that a call made to an object it got: to a member or, if `written` or `disposed`, to the tensor itself.
 */
export interface MemberChange {
  readonly key: string;
  readonly how: (typeof MEMBER_CHANGES)[number];
}

/** A model after a request. */
export interface ModelAfter {
  /** sha256 over its weights. */
  readonly weights: string;
  /** Its input is unchanged. */
  readonly inputKept: boolean;
}

/** Begins the error of a worker whose backend does not start, which no model is to blame for. */
export const BACKEND_FAILED = 'its backend does not start';

export interface RawError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

export const MODEL_FORMATS = ['layers-model', 'graph-model', 'onnx-model'] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** The facts about a loaded model, from a worker without student code. */
export interface LoadedModel {
  readonly format: ModelFormat;
  /** The number of values in its weights. */
  readonly parameters: number;
  /** Without the batch side; null if the model does not say, or is a graph. */
  readonly inputShape: readonly (number | null)[] | null;
  /** For a LayersModel: its layers and those within them, except inputs. */
  readonly layers: readonly LoadedLayer[];
  /** For a graph: its kinds of operations. */
  readonly operations: readonly string[];
  /** Describes the part with an empty result for an example; null if there is none. */
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
      /** For a model: its backend, and sha256 over its weights. */
      readonly backend?: string;
      readonly weights?: string;
      readonly model?: LoadedModel;
    }
  | {
      readonly type: 'returned';
      readonly outputs: Readonly<Record<string, OutputHeader>>;
      /** The keys of the returned object, at most 50. */
      readonly keys: readonly string[];
      readonly inputsAfter: Readonly<Record<string, InputAfterHeader>>;
      /** At most a few; empty if the objects among the arguments are unchanged. */
      readonly members?: readonly MemberChange[];
      /** What of tf.js differentiated during a watched call; absent if nothing did. */
      readonly differentiated?: Readonly<Partial<Record<Differentiator, true>>>;
      /** Of a call of a counted module. */
      readonly work?: ToldWork;
      readonly model?: ModelAfter;
    }
  | { readonly type: 'threw'; readonly error: RawError };

/** The decoded forms of the headers above, for the parent. */
export type ObservedOutput =
  | { readonly kind: 'numbers'; readonly form: OutputForm; readonly data: TensorData }
  | { readonly kind: 'unusable'; readonly found: string };

/** The result of comparing it with the argument that was sent; its content is not kept. */
export interface InputAfter {
  readonly kind: 'kept' | 'changed' | 'disposed';
}

export interface Returned {
  readonly outputs: Readonly<Record<string, ObservedOutput>>;
  readonly keys: readonly string[];
  readonly inputsAfter: Readonly<Record<string, InputAfter>>;
  /** Changes to the objects among the arguments; absent if there are none. */
  readonly members?: readonly MemberChange[];
  /** What differentiated during a watched call; absent if nothing did. */
  readonly differentiated?: readonly Differentiator[];
  /** Of a call of a counted module. */
  readonly work?: Work;
  /** Only for a model. */
  readonly model?: ModelAfter;
}

/** The name of the output of a function that returns one value. */
export const VALUE_OUTPUT = 'value';
/**
 * Beside class maps, the shape of what the model gives for one example, as numbers. Where it is another shape than that of
 * scores for each pixel, there are no maps.
 */
export const SHAPE_OUTPUT = 'shape';
