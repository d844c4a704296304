/** What a visible check looks like for students, where its own fields tell what only staff should know. Pure. */
import type { Check, CheckOf } from '../schema/checks.js';

export interface PublicForm {
  /** Null if nothing is left of it. */
  readonly check: Check | null;
  /** Sentences for staff. */
  readonly remarks: readonly string[];
}

/** `staffOnly` are the data sets that students do not have. */
export function publicForm(check: Check, staffOnly: ReadonlySet<string>): PublicForm {
  switch (check.kind) {
    case 'data-set':
      return withoutSets(check, staffOnly);
    case 'steps':
      return withoutNotes(check);
    default:
      return { check, remarks: [] };
  }
}

/** Collected images are not compared with the data sets of staff. */
function withoutSets(check: CheckOf<'data-set'>, staffOnly: ReadonlySet<string>): PublicForm {
  const all = check.against ?? [];
  const gone = all.filter((name) => staffOnly.has(name));
  const [first, ...others] = all.filter((name) => !staffOnly.has(name));
  if (gone.length === 0) return { check, remarks: [] };
  const names = gone.join(', ');
  if (first === undefined) {
    const remark = `"${check.id}" is left out: it compares with nothing but ${names}, which only staff have`;
    return { check: null, remarks: [remark] };
  }
  const remark = `"${check.id}" does not compare with ${names} there, which only staff have: copies of its images are found only when you grade`;
  return { check: { ...check, against: [first, ...others] }, remarks: [remark] };
}

/** Other answers that are accepted are kept, because they earn points; what is noted of them may tell the right one. */
function withoutNotes(check: CheckOf<'steps'>): PublicForm {
  const accepting = check.steps.filter(({ accept }) => accept !== undefined);
  if (accepting.length === 0) return { check, remarks: [] };
  const steps = check.steps.map((step) => {
    if (step.accept === undefined) return step;
    return { ...step, accept: step.accept.map(({ equals }) => ({ equals, note: 'accepted as well' })) };
  });
  const paths = accepting.map(({ path }) => path).join(', ');
  const remark = `"${check.id}": the other answers that ${paths} accepts stay, because they earn points; their notes are not in it`;
  return { check: { ...check, steps }, remarks: [remark] };
}
