/**
 * Everything that was found out about a submission before it is judged: what judging depends on, besides the rubric.
 * Only types.
 */
import type { CodeOf } from '../errors.js';
import type { DataSetReport } from '../protocol/data-set.js';
import type { Observations } from './observation.js';
import type { DocumentRead, ModelAdmission, Snapshot } from './submission.js';

/** A snapshot without the place of its copy, which is gone after grading. */
export type Taken = Omit<Snapshot, 'root'>;

export type Sighting =
  | {
      readonly status: 'seen';
      readonly taken: Taken;
      readonly documents: ReadonlyMap<string, DocumentRead>;
      /** By the path of the model.json, as its files were read; not yet compared with what a worker loaded. */
      readonly models: ReadonlyMap<string, ModelAdmission>;
      /** By the id of the check that requests it. */
      readonly dataSets: ReadonlyMap<string, DataSetReport>;
      /** null if the plan has no requests to student code or a model. */
      readonly observations: Observations | null;
    }
  /** It could not be opened, which is the student's fault. */
  | { readonly status: 'refused'; readonly fault: Refusal };

export interface Refusal {
  readonly code: CodeOf<'student'>;
  readonly message: string;
  readonly advice: string | undefined;
}
