/**
 * The people of a table: by which words each is known, and who a submission belongs to. A word that fits several people
 * fits nobody, and is told. Pure.
 */
import type { FoundSubmission } from '../intake/class/found.js';
import { idOf } from '../intake/archives/archive-kinds.js';
import type { Columns, Names } from './columns.js';
import { fault, type Row } from './table.js';

export interface Person {
  readonly line: number;
  readonly id: string;
  /** The number of the course system or the university. */
  readonly sid: string;
  readonly login: string;
  readonly email: string;
}

type PersonField = 'id' | 'sid' | 'login' | 'email';

/** As Canvas, Gradescope, Moodle and tuxgrade itself name them. */
export const PERSON_NAMES: Names<PersonField> = {
  id: ['id', 'netid', 'eid', 'username', 'user', 'userid', 'identifier'],
  sid: ['sid', 'sisuserid', 'studentid', 'studentnumber', 'idnumber', 'matriculationnumber'],
  login: ['login', 'loginid', 'sisloginid'],
  email: ['email', 'emailaddress', 'mail'],
};

/** The order in which a column stands in for a missing column "id". */
const INSTEAD = ['login', 'sid', 'email'] as const;

/** The column that identifies people. Throws USAGE if there is none. */
export function idField(columns: Columns<PersonField>, header: Row, label: string): PersonField {
  if (columns.has('id')) return 'id';
  const instead = INSTEAD.find((field) => columns.has(field));
  if (instead === undefined) throw fault(label, `line ${String(header.line)}: there is no column "id"`);
  return instead;
}

export function personOf(row: Row, columns: Columns<PersonField>, field: PersonField): Person {
  const [sid, login, email] = [columns.cell(row, 'sid'), columns.cell(row, 'login'), columns.cell(row, 'email')];
  return { line: row.line, id: columns.cell(row, field), sid, login, email };
}

/** Throws USAGE with both lines if two people have one id. */
export function assertIdsDiffer(people: readonly Person[], label: string): void {
  const lines = new Map<string, number>();
  for (const { id, line } of people) {
    const twin = lines.get(keyOf(id));
    if (twin !== undefined) throw fault(label, `lines ${String(twin)} and ${String(line)} have the same id, ${id}`);
    lines.set(keyOf(id), line);
  }
}

/** People by each of their words. */
export class Index<P extends Person> {
  readonly #byKey = new Map<string, Set<P>>();

  constructor(people: readonly P[]) {
    for (const person of people) {
      for (const key of keysOf(person)) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(person));
    }
  }

  /** Who has one of these words: more than one person if the words do not agree. */
  find(keys: readonly string[]): readonly P[] {
    return [...new Set(keys.flatMap((key) => [...(this.#byKey.get(key) ?? [])]))];
  }
}

export function keysOf({ id, sid, login, email }: Pick<Person, 'id' | 'sid' | 'login' | 'email'>): string[] {
  return [...new Set([id, sid, login, email].map(keyOf))].filter((key) => key !== '');
}

/** Of each student of a submission, the words by which a course system or its own name knows them. */
export function wordsOf({ id, submitters }: Pick<FoundSubmission, 'id' | 'submitters'>): (readonly string[])[] {
  const known = submitters
    .map(({ id: number = '', email = '' }) => [keyOf(number), keyOf(email)].filter((key) => key !== ''))
    .filter((keys) => keys.length > 0);
  if (known.length > 0) return known;
  // Canvas and Moodle give a name, and put their number of the student at its end
  const number = submitters.length === 1 ? /_(\d+)$/.exec(id)?.[1] : undefined;
  return [[keyOf(idOf(id)), ...(number === undefined ? [] : [number])]];
}

/** Without case, forms of letters and spaces at the ends; Moodle's worksheets write `Participant 123`. */
export function keyOf(written: string): string {
  return written
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^participant (?=\d+$)/, '');
}
