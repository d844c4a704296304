/** What came back from the sandbox: claims of the worker, and facts that the parent measured itself. */
import type { StudentErrorReport } from '../schema/evidence.js';
import type { LoadedModel, Returned } from '../protocol/worker.js';

/**
 * What became of one probe. Everything but `returned` is a student fault and is graded as such; a fault of the
 * grader itself is thrown as a GraderError and never becomes an outcome.
 */
export type ProbeOutcome =
  | { readonly status: 'returned'; readonly returned: Returned; readonly trust?: readonly TrustFinding[] }
  /** The student's code threw, could not be loaded, lacks the export, crashed, or went over a limit. */
  | { readonly status: 'failed'; readonly error: StudentErrorReport };

/** What became of loading one exported model. */
export type LoadOutcome =
  | { readonly status: 'loaded'; readonly model: LoadedModel }
  | { readonly status: 'failed'; readonly error: StudentErrorReport };

/** Why the outputs of a model are not what they should be: a function of one example at a time. */
export type TrustFinding =
  /**
   * In other company an example gets other outputs, by this share of their spread, and so many of those asked again get
   * another class. Each was then asked for alone.
   */
  | { readonly kind: 'depends-on-batch'; readonly difference: number; readonly changed: number }
  | { readonly kind: 'not-repeatable'; readonly difference: number }
  | { readonly kind: 'changes-weights' }
  | { readonly kind: 'changes-input' };

export interface Usage {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  /** Workers that were started for this submission. */
  readonly workers: number;
}

/** Everything observed of one submission. */
export interface Observations {
  readonly outcomes: ReadonlyMap<string, ProbeOutcome>;
  /** By the path of the model.json. */
  readonly models: ReadonlyMap<string, LoadOutcome>;
  readonly stdout: string;
  readonly stderr: string;
  /** What was printed while probes of checks that are not visible were asked. */
  readonly hidden: { readonly stdout: string; readonly stderr: string };
  readonly driver: string;
  /** Tensor backends that the models ran on, e.g. `linear/model.json: cpu`. */
  readonly backends: readonly string[];
  /** What the person who grades should know of the machine: a backend that was left for another. */
  readonly remarks: readonly string[];
  readonly usage: Usage;
}
