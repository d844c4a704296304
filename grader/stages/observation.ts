/**
 * Types of observations: claims of the worker, which must not be trusted, and facts that the parent measured itself.
 * Only types.
 */
import type { StudentErrorReport } from '../schema/evidence.js';
import type { LoadedModel, Returned } from '../protocol/worker.js';

/**
 * The outcome of one probe. Everything but `returned` is a student's fault and is graded as such. A fault of the grader
 * must be thrown as a GraderError instead.
 */
export type ProbeOutcome =
  | { readonly status: 'returned'; readonly returned: Returned; readonly trust?: readonly TrustFinding[] }
  /** The student's code threw, could not be loaded, lacks the export, crashed, or went over a limit. */
  | { readonly status: 'failed'; readonly error: StudentErrorReport };

/** The outcome of loading one exported model. */
export type LoadOutcome =
  | { readonly status: 'loaded'; readonly model: LoadedModel }
  | { readonly status: 'failed'; readonly error: StudentErrorReport };

/** Why the outputs of a model are not a function of one example at a time, as they should be. */
export type TrustFinding =
  /**
   * In another batch, an example gets other outputs, by `difference` as a share of their spread; `changed` repeated
   * examples got another class. Each example was then requested alone.
   */
  | { readonly kind: 'depends-on-batch'; readonly difference: number; readonly changed: number }
  | { readonly kind: 'not-repeatable'; readonly difference: number }
  | { readonly kind: 'changes-weights' }
  | { readonly kind: 'changes-input' };

export interface Usage {
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  /** The number of workers that were started for this submission. */
  readonly workers: number;
}

/** Everything observed of one submission. */
export interface Observations {
  readonly outcomes: ReadonlyMap<string, ProbeOutcome>;
  /** By the path of the model.json. */
  readonly models: ReadonlyMap<string, LoadOutcome>;
  readonly stdout: string;
  readonly stderr: string;
  /** What was printed during probes for checks that are not visible. */
  readonly hidden: { readonly stdout: string; readonly stderr: string };
  /** Tensor backends that the models ran on, e.g. `linear/model.json: cpu`. */
  readonly backends: readonly string[];
  /** Remarks about the machine for staff, such as a backend that was replaced by another. */
  readonly remarks: readonly string[];
  readonly usage: Usage;
}
