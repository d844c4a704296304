/**
 * The interface of course systems that get a file for each submission. A writer makes text from what its student may read,
 * and from nothing else: what is hidden or waits for publication cannot reach it. Pure.
 */
import type { StudentReport } from '../report/for-students.js';
import type { SubmissionName } from './names.js';

export interface Written {
  readonly text: string;
  /** For staff: what was shortened or stands for something unknown. Completes "ada: …". */
  readonly remarks: readonly string[];
}

export type NotWritten = {
  /** Why there is no file. Completes "ada: …". */
  readonly because: string;
};

/** What surrounds the grading, as the course system says it in its environment; absent where it does not. */
export type Surroundings = Readonly<Record<string, string | undefined>>;

export interface CourseSystemOut {
  /** As on the command line. */
  readonly name: SubmissionName;
  /** The end of the name of a file, with its dot. */
  readonly ending: string;
  readonly write: (report: StudentReport, surroundings?: Surroundings) => Written | NotWritten;
}
