/** Finds the students of each submission in a roster. What fits several students fits none, and is told. Pure. */
import { showName } from '../files/names.js';
import type { FoundSubmission } from '../intake/class/found.js';
import { counted } from '../text/counted.js';
import { Index, wordsOf, type Person } from './people.js';
import type { Roster, Student } from './students.js';

export interface Match {
  readonly submission: FoundSubmission;
  readonly students: readonly Student[];
  /** Sentences about what fits several students. */
  readonly doubts: readonly string[];
}

export function matchStudents(found: readonly FoundSubmission[], { students, label }: Roster): Match[] {
  const index = new Index(students);
  return found.map((submission) => {
    const { rows, doubts } = fittingRows(submission, wordsOf(submission), index, label);
    return { submission, students: rows, doubts };
  });
}

/** For each list of words the only row that fits, if there is one. */
export function fittingRows<P extends Person>(
  { id }: Pick<FoundSubmission, 'id'>,
  words: readonly (readonly string[])[],
  index: Index<P>,
  label: string,
): { readonly rows: readonly P[]; readonly doubts: readonly string[] } {
  const rows = new Set<P>();
  const doubts = new Set<string>();
  for (const keys of words) {
    const fitting = index.find(keys);
    const [only] = fitting;
    if (only === undefined) continue;
    if (fitting.length === 1) rows.add(only);
    else doubts.add(tellDoubt(id, fitting, label));
  }
  return { rows: [...rows], doubts: [...doubts] };
}

/** Whether it is what `fittingRows` says of a submission, of either list. */
export const isDoubt = (remark: string) => / fits \d+ rows of .*: none of them is used for it$/.test(remark);

function tellDoubt(id: string, fitting: readonly Person[], label: string): string {
  const lines = fitting.map(({ line }) => String(line)).join(' and ');
  return `${showName(id)} fits ${counted(fitting.length, 'row')} of ${label} (lines ${lines}): none of them is used for it`;
}
