/** Notes of a report besides its results, for the student, the TA or the person who runs the grader. Pure. */
import type { Judgement } from '../checks/judging/judge.js';
import { tellLeftOut } from '../checks/scope.js';
import { remarksOnModels } from '../intake/models/admit.js';
import { tellShipped } from '../rubric/shipped-data.js';
import type { HandedIn, Terms } from '../dates/handed-in.js';
import type { CheckReport, Note } from '../schema/report.js';
import type { Rubric } from '../schema/rubric.js';
import { tellUndated } from '../score/late.js';
import type { Observations } from '../stages/observation.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { ModelAdmission } from '../stages/submission.js';
import { counted } from '../text/counted.js';
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

/** About times and dates, for staff: what was read with doubt, and that a late policy was not applied. */
export function dateNotes(
  {
    rubric: { rubric },
    submittedAt = null,
    timeRemarks = [],
    terms,
    visibleOnly = false,
  }: Pick<GradeOptions, 'rubric' | 'submittedAt' | 'timeRemarks' | 'terms' | 'visibleOnly'>,
  results: readonly Pick<CheckReport, 'status'>[],
): Note[] {
  if (visibleOnly || rubric.dates === undefined) return [];
  if (results.some(({ status }) => status === 'ungraded')) return [];
  const told = [tellUndated(rubric, Number(submittedAt === null), 1), tellUnknownBudget(rubric, [{ terms }])];
  return notes('staff', [...timeRemarks, ...told.filter((one) => one !== null)]);
}

/** Notes about a class as a whole, independent of its submissions. */
export function remarksOnClass(
  { rubric }: Pick<ResolvedRubric, 'rubric'>,
  submissions: readonly Pick<HandedIn, 'submittedAt' | 'timeFrom' | 'terms'>[],
): string[] {
  if (rubric.dates === undefined) return [];
  const undated = submissions.filter(({ submittedAt }) => submittedAt === null).length;
  const archived = submissions.filter(({ timeFrom }) => timeFrom === 'archive').length;
  const told = [tellUndated(rubric, undated, submissions.length), tellUnknownBudget(rubric, submissions)];
  if (archived > 0) {
    told.push(
      `${counted(archived, 'submission')} of ${String(submissions.length)} ${archived === 1 ? 'has its' : 'have their'} time from the archive of the class, where students' computers or whoever packed it wrote it: a roster with a column "submitted" is better`,
    );
  }
  return told.filter((one) => one !== null);
}

/** A budget without a file of what is left of it is taken to be whole. */
function tellUnknownBudget(
  { late }: Pick<Rubric, 'late'>,
  submissions: readonly { readonly terms?: Terms | undefined }[],
): string | null {
  if (late?.kind !== 'budget') return null;
  const unknown = submissions.filter(({ terms }) => terms?.lateDaysLeft === undefined).length;
  if (unknown === 0) return null;
  const whose =
    submissions.length === 1
      ? 'how many late days are left is'
      : `how many late days are left of ${counted(unknown, 'submission')} is`;
  return `${whose} not known (--late-days): all ${String(late.days)} are taken to be left`;
}

function notes(audience: Note['audience'], texts: readonly string[]): Note[] {
  return texts.map((text) => ({ audience, text }));
}
