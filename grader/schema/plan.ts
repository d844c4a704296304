/** What the sandboxed worker will be asked for one submission. Nothing in a plan tells what a right answer is. */
import type { ArgumentShape, ReturnShape } from './protocol.js';
import type { TensorData } from './tensor.js';

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
}

/** A question about one exported model: its outputs for these examples, `batchSize` at a time. */
export interface PredictProbe {
  readonly kind: 'predict';
  readonly id: string;
  readonly target: string;
  readonly input: TensorData;
  readonly batchSize: number;
}

export type Probe = CallProbe | PredictProbe;

/** What must be loaded before its probes can be asked. One worker serves one subject at a time. */
export type Subject =
  /** `file` without its ending; the worker's caller resolves it among the submission's files. */
  { readonly kind: 'module'; readonly file: string } | { readonly kind: 'model'; readonly path: string };

export interface SubjectPlan {
  readonly subject: Subject;
  readonly probes: readonly Probe[];
}

/** All limits with their defaults filled in. */
export interface RunLimits {
  readonly wallMs: number;
  readonly callMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

export interface Plan {
  readonly subjects: readonly SubjectPlan[];
  /** Files that the parent reads itself, each at most so large. */
  readonly documents: readonly { readonly path: string; readonly maxBytes: number }[];
  /** Paths of model.json files that the parent examines. */
  readonly models: readonly string[];
  readonly limits: RunLimits;
}
