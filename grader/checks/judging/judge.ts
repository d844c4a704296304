/** The interface of judges: their inputs and results. Judges must be pure: no I/O, no clock, no randomness. */
import type { CheckKind, CheckOf } from '../../schema/checks.js';
import type { DataSetReport } from '../../protocol/data-set.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { Evidence } from '../../schema/report.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { DocumentRead, FileFact, ModelAdmission } from '../../stages/submission.js';

/** Everything known about the submission: files that the parent read, facts that it measured, outcomes of probes. */
export interface Seen {
  readonly files: readonly FileFact[];
  readonly documents: ReadonlyMap<string, DocumentRead>;
  readonly models: ReadonlyMap<string, ModelAdmission>;
  /** By the id of the check. */
  readonly dataSets: ReadonlyMap<string, DataSetReport>;
  readonly outcomes: ReadonlyMap<string, ProbeOutcome>;
}

/** A judgement: `earned` is in [0, check.points]; the status follows from it in score/. */
export interface Judgement {
  readonly earned: number;
  readonly summary: string;
  readonly evidence: Evidence;
  /** A person gives the points: `earned` does not count. */
  readonly open?: true;
  readonly hint?: string;
  /** Something that a TA should look at: an imprecise output, a flagged answer. */
  readonly review?: string;
}

export type Judge<K extends CheckKind> = (check: CheckOf<K>, seen: Seen, rubric: ResolvedRubric) => Judgement;
