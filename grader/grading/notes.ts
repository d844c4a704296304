/** Notes of a report besides its results, for the student, the TA or the person who runs the grader. Pure. */
import type { Judgement } from '../checks/judging/judge.js';
import { tellLeftOut } from '../checks/scope.js';
import { remarksOnModels } from '../intake/models/admit.js';
import { tellShipped } from '../rubric/shipped-data.js';
import type { CheckReport, Note } from '../schema/report.js';
import { tellUndated } from '../score/late.js';
import type { Observations } from '../stages/observation.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { ModelAdmission } from '../stages/submission.js';
import type { GradeOptions } from './grading.js';

/** The parts of a grading that notes are about. */
export interface Noted {
  /** Of intake. */
  readonly remarks: readonly string[];
  readonly judgements: ReadonlyMap<string, Pick<Judgement, 'review'>>;
  readonly observations: Pick<Observations, 'remarks'> | null;
  readonly models: ReadonlyMap<string, ModelAdmission>;
}

export interface NoteOptions extends Pick<GradeOptions, 'rubric' | 'visibleOnly'> {
  readonly driver: { readonly name: string; readonly gaps: readonly string[] };
}

export function notesOf(
  { remarks, judgements, observations, models }: Noted,
  { driver, visibleOnly = false, rubric }: NoteOptions,
): Note[] {
  const reviews = [...judgements].flatMap(([id, { review }]) => (review === undefined ? [] : [`${id}: ${review}`]));
  const gaps = driver.gaps.map((gap) => `graded with the ${driver.name} driver: ${gap}`);
  // in a pre-check, the machine is the student's own
  const forStaff = visibleOnly ? [] : [...gaps, ...tellShipped(rubric)];
  return [
    ...notes('student', [...tellLeftOut(rubric), ...remarks, ...remarksOnModels(models)]),
    ...notes('staff', reviews),
    ...notes('system', [...(observations?.remarks ?? []), ...forStaff]),
  ];
}

/** Says that a late policy was not applied, because the time of submission is unknown. */
export function undatedNotes(
  { rubric, submittedAt = null, visibleOnly = false }: Pick<GradeOptions, 'rubric' | 'submittedAt' | 'visibleOnly'>,
  results: readonly Pick<CheckReport, 'status'>[],
): Note[] {
  if (visibleOnly || submittedAt !== null || results.some(({ status }) => status === 'ungraded')) return [];
  const told = tellUndated(rubric.rubric, 1, 1);
  return told === null ? [] : notes('staff', [told]);
}

/** Notes about a class as a whole, independent of its submissions. */
export function remarksOnClass(
  { rubric }: Pick<ResolvedRubric, 'rubric'>,
  submissions: readonly { readonly submittedAt: string | null }[],
): string[] {
  const undated = submissions.filter(({ submittedAt }) => submittedAt === null).length;
  const told = tellUndated(rubric, undated, submissions.length);
  return told === null ? [] : [told];
}

function notes(audience: Note['audience'], texts: readonly string[]): Note[] {
  return texts.map((text) => ({ audience, text }));
}
