/**
 * Reports without what identifies their students: ids, names and emails become pseudonyms, also in texts that quote them.
 * Times of handing in stay, and whatever else a student wrote. Pure.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import type { Submitter } from '../protocol/class-metadata.js';
import type { MissingStudent } from '../stages/student.js';
import { KnownWords } from './known-words.js';
import { formsOfWord } from './name-forms.js';
import { OwnWords } from './own-words.js';
import { keyedDigest, pseudonymsOf } from './pseudonyms.js';

/** A submission of the class and its owners. */
export interface Owned {
  readonly id: string;
  readonly submitters: readonly Submitter[];
}

/** What is the grader's own, and must stay for pages to be made. */
const OWN_KEYS = new Set([
  ...['kind', 'type', 'status', 'verdict', 'visibility', 'code', 'quantity'],
  ...['png', 'decisionMap', 'train', 'valid'],
]);

export class Disguise {
  readonly #key: Uint8Array;
  readonly #people: ReadonlyMap<string, string>;
  readonly #submissions: ReadonlyMap<string, string>;
  readonly #words: KnownWords;

  /** `absent` handed in nothing, but others may name them. */
  constructor(key: Uint8Array, all: readonly Owned[], absent: readonly MissingStudent[] = []) {
    this.#key = key;
    this.#people = pseudonymsOf(key, [
      ...all.flatMap((one) => [one.id, ...one.submitters.map(keyOf)]),
      ...absent.map((one) => keyOf(submitterOf(one))),
    ]);
    this.#submissions = this.#nameSubmissions(all);
    const submitters = [...absent.map(submitterOf), ...all.flatMap((one) => one.submitters)];
    this.#words = new KnownWords(
      new Map([
        ...absent.map(({ id, ...one }) => [id, this.missing({ id, ...one }).id] as const),
        ...submitters.flatMap((one) => formsOf(one).map((form) => [form, this.#person(one)] as const)),
        ...all.map(({ id }) => [id, this.submission(id)] as const),
      ]),
    );
  }

  /** Somebody who handed in nothing: the pseudonym is that which their submission would have. */
  missing(one: MissingStudent): MissingStudent {
    const { name, id, email } = this.#submitter(submitterOf(one));
    const { lateDaysLeft } = one;
    return {
      id: this.#person(submitterOf(one)),
      ...(name === undefined ? {} : { name }),
      ...(id === undefined ? {} : { studentId: id }),
      ...(email === undefined ? {} : { email }),
      ...(lateDaysLeft === undefined ? {} : { lateDaysLeft }),
    };
  }

  /** The pseudonym of a submission. */
  submission(id: string): string {
    return this.#submissions.get(id) ?? '';
  }

  text(text: string): string {
    return this.#words.replaceIn(text);
  }

  report(report: GradeReport): GradeReport {
    const { submission, results, notes, output, environment } = report;
    const { observations: _observations, ...machine } = environment;
    const { timeRemarks, ...told } = submission;
    const own = this.#ownWords(report);
    const printed = <T>(value: T): T => own.inPrinted(this.#words.replaceInAll(value));
    return {
      ...report,
      submission: {
        ...told,
        id: this.submission(submission.id),
        // who has the submission could compute it
        digest: keyedDigest(this.#key, submission.digest),
        ...(timeRemarks === undefined ? {} : { timeRemarks: printed(timeRemarks) }),
        submitters: submission.submitters.map((one) => this.#submitter(one)),
      },
      results: results.map((result) => this.#result(result, own)),
      notes: notes.map(({ audience, text }) => ({ audience, text: printed(text) })),
      output: printed(output),
      environment: machine,
    };
  }

  #ownWords(report: GradeReport): OwnWords {
    const { id, submitters } = report.submission;
    const owners = submitters.map((one) => ({ name: one.name, pseudonym: this.#person(one) }));
    return new OwnWords({ id, pseudonym: this.submission(id) }, owners, report);
  }

  #result(result: CheckReport, own: OwnWords): CheckReport {
    const { id, title } = result;
    return { ...own.inTold(this.#words.replaceInAll(result, OWN_KEYS), OWN_KEYS), id, title };
  }

  #person(one: Submitter): string {
    return this.#people.get(keyOf(one)) ?? '';
  }

  #submitter(one: Submitter): Submitter {
    const pseudonym = this.#person(one);
    return {
      ...(one.name === undefined ? {} : { name: pseudonym }),
      ...(one.id === undefined ? {} : { id: pseudonym }),
      ...(one.email === undefined ? {} : { email: `${pseudonym}@pseudonym.invalid` }),
    };
  }

  /** That of its only owner, so that it is the same in every homework; another one if the owner has two of them. */
  #nameSubmissions(all: readonly Owned[]): Map<string, string> {
    const taken = new Set<string>();
    return new Map(
      all.map(({ id, submitters: [first, ...others] }) => {
        const own = this.#people.get(id) ?? '';
        const owner = first === undefined || others.length > 0 ? own : (this.#people.get(keyOf(first)) ?? own);
        const name = taken.has(owner) ? own : owner;
        taken.add(name);
        return [id, name];
      }),
    );
  }
}

/** As a submission would name them. */
function submitterOf({ id, name, studentId, email }: MissingStudent): Submitter {
  return {
    ...(name === undefined ? {} : { name }),
    id: studentId ?? id,
    ...(email === undefined ? {} : { email }),
  };
}

/** What a person is known by in every homework: a number rather than an email, and that rather than a name. */
function keyOf({ id, email, name }: Submitter): string {
  return id ?? email ?? name ?? '';
}

/** What a person may be called in a text, also as the name of a file. */
function formsOf({ id, email, name }: Submitter): string[] {
  const forms = [...(id === undefined ? [] : [id]), ...(email === undefined ? [] : [email, email.split('@')[0] ?? ''])];
  return name === undefined ? forms : [...forms, ...formsOfWord(name)];
}
