/**
 * The dates of a student: those of the rubric, changed by the student's row of the roster. `closes` keeps its distance from
 * `due` unless the row has its own, so that an extension moves both. Dates that contradict each other are refused. Pure.
 */
import type { Terms } from '../dates/handed-in.js';
import { writeLike } from '../dates/read-time.js';
import type { Rubric } from '../schema/rubric.js';
import type { Student } from './students.js';
import { fault } from './table.js';

type Dates = NonNullable<Rubric['dates']>;

/** Empty if the rubric's dates apply. Throws USAGE. `label` is the name of the roster. */
export function termsOf(student: Student, dates: Dates, label: string): Pick<Terms, 'due' | 'closes'> {
  const { due: ownDue, closes: ownCloses, extension, line } = student;
  if (ownDue === null && ownCloses === null && extension === null) return {};
  const [rubricDue, rubricCloses] = [Date.parse(dates.due), Date.parse(dates.closes)];
  const regular = ownDue ?? rubricDue;
  const due = extension === null ? regular : 'by' in extension ? regular + extension.by : extension.until;
  const closes = ownCloses ?? rubricCloses + (due - rubricDue);
  const write = (ms: number) => writeLike(ms, dates.due);
  if (due < regular) {
    throw fault(
      label,
      `line ${String(line)}: the extension to ${write(due)} is before the due date, ${write(regular)}`,
    );
  }
  if (closes < due) {
    throw fault(label, `line ${String(line)}: ${student.id} is due ${write(due)}, after it closes (${write(closes)})`);
  }
  return { due: write(due), closes: write(closes) };
}
