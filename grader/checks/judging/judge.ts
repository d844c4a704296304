/** What a judge is given and what it returns. Judges are pure: no I/O, no clock, no randomness. */
import type { CheckKind, CheckOf } from '../../schema/checks.js';
import type { DataSetReport } from '../../protocol/data-set.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { Evidence } from '../../schema/report.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { DocumentRead, FileFact, ModelAdmission } from '../../stages/submission.js';

/** Everything known of the submission: files the parent read, facts it measured, outcomes of the probes. */
export interface Seen {
  readonly files: readonly FileFact[];
  readonly documents: ReadonlyMap<string, DocumentRead>;
  readonly models: ReadonlyMap<string, ModelAdmission>;
  /** By the check that asks for them. */
  readonly dataSets: ReadonlyMap<string, DataSetReport>;
  readonly outcomes: ReadonlyMap<string, ProbeOutcome>;
}

/** A judgement: `earned` lies in [0, check.points]; status follows from it in score/. */
export interface Judgement {
  readonly earned: number;
  readonly summary: string;
  readonly evidence: Evidence;
  readonly hint?: string;
  /** Something a TA should look at: an imprecise output, a flagged answer. */
  readonly review?: string;
}

export type Judge<K extends CheckKind> = (check: CheckOf<K>, seen: Seen, rubric: ResolvedRubric) => Judgement;
