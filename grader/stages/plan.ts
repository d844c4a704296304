/**
 * Types of a plan: the requests to the sandbox for one submission. A plan must not contain anything that tells a right
 * answer. Only types.
 */
import type { DataSetPlan } from './data-set.js';
import type { MapForm } from '../tensor/class-maps.js';
import type { Scaling } from '../tensor/images.js';
import type { ArgumentForm, ArgumentShape, ModelFormat, ModelLoss, ReturnShape } from '../protocol/worker.js';
import type { Layout, ModelForm } from '../protocol/model-forms.js';
import type { TensorData } from '../tensor/tensor.js';

/** A request to call an exported function once with these inputs. */
export interface CallProbe {
  readonly kind: 'call';
  /** Unique in the plan, e.g. `forward@seed-0#0`. */
  readonly id: string;
  readonly target: string;
  readonly export: string;
  readonly arguments: readonly ArgumentShape[];
  /** Default: tensors. */
  readonly receives?: ArgumentForm;
  readonly returns: ReturnShape;
  readonly inputs: Readonly<Record<string, TensorData>>;
  /** The most numbers that all outputs together may have. */
  readonly mostValues: number;
  /** Only for checks that are not visible: what the code prints from this request on must not be shown to students. */
  readonly hidden?: true;
  /** It is wanted whether tf.js differentiates meanwhile. */
  readonly watched?: true;
  /** The function returns a record by the weights of this model. */
  readonly gradientsOf?: string;
}

/** A request for the outputs of an exported model for these examples, `batchSize` at a time. */
export interface PredictProbe extends Scaling {
  readonly kind: 'predict';
  readonly id: string;
  readonly target: string;
  readonly input: TensorData;
  readonly batchSize: number;
  /** The most numbers that its outputs may have. */
  readonly mostValues: number;
  /** The number of classes, which does not follow from a single output; default: 2. */
  readonly classes?: number;
  /** Its outputs are numbers to predict, which decide for no class. */
  readonly numbers?: true;
  /** For the scores of each pixel: only the class with the largest is wanted. */
  readonly maps?: MapForm;
  /** Also find out whether the outputs can be trusted: in other batches, one by one, and repeated. */
  readonly examined: boolean;
}

/** A request for the gradients of a loss by the weights of an exported model. */
export interface DifferentiateProbe extends Scaling {
  readonly kind: 'differentiate';
  readonly id: string;
  readonly target: string;
  readonly loss: ModelLoss;
  readonly input: TensorData;
  /** [B] int32 */
  readonly label: TensorData;
  /** The names of the weights. */
  readonly weights: readonly string[];
  /** The most numbers that all gradients together may have. */
  readonly mostValues: number;
}

export type Probe = CallProbe | PredictProbe | DifferentiateProbe;

/** A module or model that must be loaded before its probes. A worker has one subject at a time. */
export type Subject =
  /**
   * `file` has no ending; the caller of the worker finds the file in the submission. `counted`: its arithmetic is counted,
   * in a worker of its own.
   */
  | { readonly kind: 'module'; readonly file: string; readonly counted?: true }
  | {
      readonly kind: 'model';
      /** That of the rubric; when the model's files have been read, that of its file. */
      readonly path: string;
      /** The sides of one example, without the batch side. */
      readonly example: readonly number[];
      /** Set when the model's files have been read. */
      readonly format: ModelFormat;
      /** What the rubric says of the order of an image's sides. */
      readonly layout?: Layout;
      /** An image is fed with its channels first. */
      readonly channelsFirst?: true;
      /** Multiply-adds for one example, where they were counted. */
      readonly macs?: number;
      /** Without any change to its graph by the library that runs it. */
      readonly plain?: true;
    };

export interface SubjectPlan {
  readonly subject: Subject;
  /**
   * Its code gets held-out data for checks that are not visible: it runs in a separate worker, after all others, and
   * what it prints must not be shown to students.
   */
  readonly hidden?: true;
  readonly probes: readonly Probe[];
}

/** All limits, with defaults filled in. */
export interface RunLimits {
  /** The three times are processor times, so that a busy machine does not change a grade. */
  readonly totalMs: number;
  readonly callMs: number;
  readonly modelMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

/** A model that a rubric names. */
export interface WantedModel {
  /** As in the rubric, by which its admission is found. */
  readonly path: string;
  /** The forms in which it may be handed in. */
  readonly forms: readonly ModelForm[];
}

export interface Plan {
  readonly subjects: readonly SubjectPlan[];
  /** Files that the parent reads itself, and the most bytes of each. */
  readonly documents: readonly { readonly path: string; readonly maxBytes: number }[];
  /** The models that the parent examines. */
  readonly models: readonly WantedModel[];
  /** Collected images that are decoded in the sandbox. */
  readonly dataSets: readonly DataSetPlan[];
  readonly limits: RunLimits;
}
