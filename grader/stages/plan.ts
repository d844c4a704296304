/** What the sandboxed worker will be asked for one submission. Nothing in a plan tells what a right answer is. */
import type { DataSetPlan } from './data-set.js';
import type { MapForm } from '../tensor/class-maps.js';
import type { Scaling } from '../tensor/images.js';
import type { ArgumentShape, ModelFormat, ModelLoss, ReturnShape } from '../protocol/worker.js';
import type { TensorData } from '../tensor/tensor.js';

/** A question about one exported function: call it once with these inputs. */
export interface CallProbe {
  readonly kind: 'call';
  /** Unique in the plan, e.g. `forward@seed-0#0`. */
  readonly id: string;
  readonly target: string;
  readonly export: string;
  readonly arguments: readonly ArgumentShape[];
  readonly returns: ReturnShape;
  readonly inputs: Readonly<Record<string, TensorData>>;
  /** So many numbers may all outputs have together. */
  readonly mostValues: number;
  /** Asked for checks alone that are not visible: what the code prints from then on is not for students. */
  readonly hidden?: true;
  /** The keys of what it returns are the weights of this model. */
  readonly gradientsOf?: string;
}

/** A question about one exported model: its outputs for these examples, `batchSize` at a time. */
export interface PredictProbe extends Scaling {
  readonly kind: 'predict';
  readonly id: string;
  readonly target: string;
  readonly input: TensorData;
  readonly batchSize: number;
  /** So many numbers may its outputs have. */
  readonly mostValues: number;
  /** How many classes are told apart, which one output alone does not say; default: 2. */
  readonly classes?: number;
  /** Of the scores for each pixel only the class with the largest is wanted. */
  readonly maps?: MapForm;
  /** Also find out whether the numbers can be trusted: in other batches, singly, again. */
  readonly examined: boolean;
}

/** A question about one exported model: the gradients of a loss by its weights. */
export interface DifferentiateProbe extends Scaling {
  readonly kind: 'differentiate';
  readonly id: string;
  readonly target: string;
  readonly loss: ModelLoss;
  readonly input: TensorData;
  /** [B] int32 */
  readonly label: TensorData;
  /** Names of the weights. */
  readonly weights: readonly string[];
  /** So many numbers may all gradients have together. */
  readonly mostValues: number;
}

export type Probe = CallProbe | PredictProbe | DifferentiateProbe;

/** What must be loaded before its probes can be asked. One worker serves one subject at a time. */
export type Subject =
  /** `file` without its ending; the worker's caller resolves it among the submission's files. */
  | { readonly kind: 'module'; readonly file: string }
  | {
      readonly kind: 'model';
      readonly path: string;
      /** Sides of one example, without the batch side. */
      readonly example: readonly number[];
      /** Filled in once the model's files have been read. */
      readonly format: ModelFormat;
    };

export interface SubjectPlan {
  readonly subject: Subject;
  /**
   * Its code is given held-out data, for checks that are not visible: it gets a worker of its own, after all others, and
   * what it prints is not for students.
   */
  readonly hidden?: true;
  readonly probes: readonly Probe[];
}

/** All limits with their defaults filled in. */
export interface RunLimits {
  /** The three times are of the processor, so that a busy machine changes no grade; see sandbox/time-limit.ts. */
  readonly totalMs: number;
  readonly callMs: number;
  readonly modelMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

export interface Plan {
  readonly subjects: readonly SubjectPlan[];
  /** Files that the parent reads itself, each at most so large. */
  readonly documents: readonly { readonly path: string; readonly maxBytes: number }[];
  /** Paths of model.json files that the parent examines. */
  readonly models: readonly string[];
  /** Collected images that are decoded in the sandbox. */
  readonly dataSets: readonly DataSetPlan[];
  readonly limits: RunLimits;
}
