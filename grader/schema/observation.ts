/** What came back from the sandbox: claims of the worker, and facts that the parent measured itself. */
import type { StudentErrorReport } from './report.js';
import type { Returned } from './protocol.js';

/**
 * What became of one probe. Everything but `returned` is a student fault and is graded as such; a fault of the
 * grader itself is thrown as a GraderError and never becomes an outcome.
 */
export type ProbeOutcome =
  | { readonly status: 'returned'; readonly returned: Returned }
  /** The student's code threw, could not be loaded, lacks the export, crashed, or went over a limit. */
  | { readonly status: 'failed'; readonly error: StudentErrorReport };

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
  readonly stdout: string;
  readonly stderr: string;
  readonly driver: string;
  /** Tensor backends that the models ran on, e.g. `linear/model.json: cpu`. */
  readonly backends: readonly string[];
  readonly usage: Usage;
}
