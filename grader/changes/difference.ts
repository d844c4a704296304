/** What differs between two reports of the same submission, and why it may. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { counted } from '../text/counted.js';

/** A check before and after; null where it is not part of the report. */
export interface CheckChange {
  readonly id: string;
  readonly before: Mark | null;
  readonly after: Mark | null;
}

export type Mark = Pick<CheckReport, 'status' | 'earned' | 'possible'>;

export interface ReportChange {
  readonly before: Total;
  readonly after: Total;
  /** Checks whose points or status differ, in the order of the new report; those that are gone come last. */
  readonly checks: readonly CheckChange[];
}

export type Total = Pick<GradeReport['verdict'], 'status' | 'earned' | 'possible'>;

export function changeOf(before: GradeReport, after: GradeReport): ReportChange {
  const old = new Map(before.results.map((result) => [result.id, markOf(result)]));
  const now = new Map(after.results.map((result) => [result.id, markOf(result)]));
  const ids = [...new Set([...now.keys(), ...old.keys()])];
  const checks = ids.map((id) => ({ id, before: old.get(id) ?? null, after: now.get(id) ?? null }));
  return { before: totalOf(before), after: totalOf(after), checks: checks.filter(isChange) };
}

/** Whether anything that a student earns is different. */
export function isChanged({ before, after, checks }: ReportChange): boolean {
  return checks.length > 0 || !isSame(before, after);
}

/** Why two reports differ: everything that a report depends on and that is not the same for both, in words. */
export function reasonsFor(before: GradeReport, after: GradeReport): string[] {
  const [old, now] = [before, after].map(({ environment: { grader, node } }) => `${grader} on Node.js ${node}`);
  const [was, is] = [isGraded(before), isGraded(after)];
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ['whether it was graded', was ? 'yes' : 'no', is ? 'yes' : 'no'],
    // of what was not graded, neither files nor a backend are known
    ...(was && is ? [['the submission', digestIn(before), digestIn(after)] as const] : []),
    ['the time of handing in', before.submission.submittedAt, after.submission.submittedAt],
    ['the dates or late days of the student', termsOf(before), termsOf(after)],
    ['the rubric', before.rubric.digest, after.rubric.digest],
    ['the seed of the samples', before.rubric.seed ?? null, after.rubric.seed ?? null],
    ['the data', dataOf(before), dataOf(after)],
    ['the grader', old, now],
    ['the driver', before.environment.driver, after.environment.driver],
    ...(was && is ? [['the backend', backendsOf(before), backendsOf(after)] as const] : []),
  ];
  return facts.flatMap(([what, one, other]) => (one === other ? [] : [`${what} (${shown(one)}, now ${shown(other)})`]));
}

function backendsOf({ environment: { backends } }: GradeReport): string {
  return backends.join('; ');
}

function isGraded({ verdict: { status } }: GradeReport): boolean {
  return status !== 'ungraded';
}

/** What was graded and has no digest could not be opened, by the submission's own fault. */
function digestIn({ submission: { digest } }: GradeReport): string {
  return digest === '' ? 'could not be opened' : digest;
}

function termsOf({ submission: { terms = {} } }: GradeReport): string {
  const { due, closes, lateDaysLeft } = terms;
  return [
    ...(due === undefined ? [] : [`due ${due}`]),
    ...(closes === undefined ? [] : [`closes ${closes}`]),
    ...(lateDaysLeft === undefined ? [] : [counted(lateDaysLeft, 'late day')]),
  ].join(', ');
}

function dataOf({ environment: { data } }: GradeReport): string {
  return Object.entries(data)
    .map(([name, digest]) => `${name} ${short(digest)}`)
    .sort()
    .join(', ');
}

function shown(value: unknown): string {
  if (value === null || value === '') return 'none';
  return typeof value === 'string' ? short(value) : JSON.stringify(value);
}

/** A digest is told by its beginning. */
function short(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 12) : text;
}

function markOf({ status, earned, possible }: CheckReport): Mark {
  return { status, earned, possible };
}

function totalOf({ verdict: { status, earned, possible } }: GradeReport): Total {
  return { status, earned, possible };
}

function isChange({ before, after }: CheckChange): boolean {
  return before === null || after === null || !isSame(before, after);
}

function isSame(before: Mark | Total, after: Mark | Total): boolean {
  return before.status === after.status && before.earned === after.earned && before.possible === after.possible;
}
