/**
 * Reports without what identifies their students: ids, names and emails become pseudonyms, also in texts that quote them.
 * Times of handing in stay, and whatever else a student wrote. Pure.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import type { Submitter } from '../protocol/class-metadata.js';
import { KnownWords } from './known-words.js';
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

  constructor(key: Uint8Array, all: readonly Owned[]) {
    this.#key = key;
    this.#people = pseudonymsOf(
      key,
      all.flatMap((one) => [one.id, ...one.submitters.map(keyOf)]),
    );
    this.#submissions = this.#nameSubmissions(all);
    this.#words = new KnownWords(this.#wordsOf(all));
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
    return {
      ...report,
      submission: {
        ...submission,
        id: this.submission(submission.id),
        // who has the submission could compute it
        digest: keyedDigest(this.#key, submission.digest),
        submitters: submission.submitters.map((one) => this.#submitter(one)),
      },
      results: results.map((result) => this.#result(result)),
      notes: notes.map(({ audience, text }) => ({ audience, text: this.text(text) })),
      output: this.#words.replaceInAll(output),
      environment: machine,
    };
  }

  #result(result: CheckReport): CheckReport {
    const { id, title } = result;
    return { ...this.#words.replaceInAll(result, OWN_KEYS), id, title };
  }

  #submitter(one: Submitter): Submitter {
    const pseudonym = this.#people.get(keyOf(one)) ?? '';
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

  #wordsOf(all: readonly Owned[]): Map<string, string> {
    const words = new Map<string, string>();
    for (const { id, submitters } of all) {
      for (const one of submitters) {
        const pseudonym = this.#people.get(keyOf(one)) ?? '';
        for (const form of formsOf(one)) words.set(form, pseudonym);
      }
      words.set(id, this.submission(id));
    }
    return words;
  }
}

/** What a person is known by in every homework: a number rather than an email, and that rather than a name. */
function keyOf({ id, email, name }: Submitter): string {
  return id ?? email ?? name ?? '';
}

/** What a person may be called in a text, also as the name of a file. */
function formsOf({ id, email, name }: Submitter): string[] {
  const forms = [...(id === undefined ? [] : [id]), ...(email === undefined ? [] : [email, email.split('@')[0] ?? ''])];
  if (name === undefined) return forms;
  const parts = name.split(/[\s,]+/).filter((part) => part !== '');
  const orders = parts.length < 2 ? [parts] : [parts, [parts.at(-1) ?? '', ...parts.slice(0, -1)]];
  return [...forms, name, ...orders.flatMap((order) => [' ', ', ', '', '_', '-', '.'].map((gap) => order.join(gap)))];
}
