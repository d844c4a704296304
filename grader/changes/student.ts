/**
 * Finds a submission of a run by what a person types: its id, or the name, number or email of one of its owners, or a part
 * of them that only one has.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { EARLIER, earlierReports } from '../batch/earlier.js';
import { runPool } from '../batch/pool.js';
import { GraderError } from '../errors.js';
import { counted } from '../text/counted.js';
import { field, listField, textField } from '../text/fields.js';
import { folderOf, type FinishedRun } from './run.js';

/** A submission and its owners' names, numbers and emails. */
export interface Person {
  readonly id: string;
  readonly words: readonly string[];
}

const AT_A_TIME = 16;
const MOST_CANDIDATES = 8;

/** The id. Throws USAGE if nobody or more than one fits, naming those who may be meant. */
export async function findStudent(run: FinishedRun, typed: string): Promise<string> {
  // the common case, for which no report has to be read
  if (run.submissions.includes(typed)) return typed;
  return chooseStudent(await peopleOf(run), typed, run.folder);
}

/** Whoever fits exactly is meant; otherwise whoever fits in part, if only one does. Case does not matter. */
export function chooseStudent(people: readonly Person[], typed: string, folder: string): string {
  const wanted = plain(typed);
  const wordsOf = ({ id, words }: Person) => [id, ...words].map(plain);
  const exact = people.filter((person) => wordsOf(person).includes(wanted));
  const partly =
    exact.length > 0 || wanted === ''
      ? exact
      : people.filter((person) => wordsOf(person).some((word) => word.includes(wanted)));
  const [only] = partly;
  if (only !== undefined && partly.length === 1) return only.id;
  if (partly.length > 1) throw ambiguous(partly, typed);
  throw new GraderError('USAGE', `nobody in ${folder} fits "${typed}".${nearest(people, typed)}`, {
    advice: `Give an id (a folder in ${join(folder, 'reports')}), a name, an email, or a part that only one has.`,
  });
}

function ambiguous(people: readonly Person[], typed: string): GraderError {
  const listed = people
    .slice(0, MOST_CANDIDATES)
    .map(({ id, words: [name] }) => (name === undefined ? id : `${id} (${name})`));
  const left = people.length - listed.length;
  const all = [...listed, ...(left > 0 ? [`${String(left)} more`] : [])].join(', ');
  return new GraderError('USAGE', `${counted(people.length, 'submission')} fit "${typed}": ${all}`, {
    advice: 'Give the id of one of them.',
  });
}

/** Somebody whose name is like what was typed, accents aside; empty if nobody's is. */
function nearest(people: readonly Person[], typed: string): string {
  const wanted = folded(typed);
  const all = people.flatMap(({ id, words }) =>
    [id, ...words].flatMap((word) => [word, ...word.split(/\s+/)].map((part) => ({ id, word, as: folded(part) }))),
  );
  const as = closest(
    wanted,
    all.map((one) => one.as),
  );
  const found =
    all.find((one) => wanted !== '' && one.as.includes(wanted)) ??
    all.find((one) => one.as === as && distance(wanted, as) <= Math.max(2, Math.ceil(as.length / 3)));
  if (found === undefined) return '';
  return ` Did you mean ${found.word === found.id ? found.id : `${found.id} (${found.word})`}?`;
}

const folded = (text: string) => plain(text.normalize('NFKD').replace(/\p{M}/gu, ''));

/** As people type it: accents in one form, no difference of case. */
const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** One submission with its owners, as its report and those before it name them. */
export async function personOf(run: Pick<FinishedRun, 'folder'>, id: string): Promise<Person> {
  const folder = folderOf(run, id);
  const earlier = (await earlierReports(folder)).map((name) => join(EARLIER, name));
  const words = await Promise.all(['report.json', ...earlier].map((name) => wordsIn(join(folder, name))));
  return { id, words: [...new Set(words.flat())] };
}

/** Everybody of the run; whose report cannot be read has no name. */
export async function peopleOf(run: Pick<FinishedRun, 'folder' | 'submissions'>): Promise<Person[]> {
  const words = new Map<string, readonly string[]>();
  await runPool(run.submissions, AT_A_TIME, undefined, async (id) => {
    words.set(id, await wordsIn(join(folderOf(run, id), 'report.json')));
  });
  return run.submissions.map((id) => ({ id, words: words.get(id) ?? [] }));
}

/** Of any version, and also if the rest of the report does not fit together. */
async function wordsIn(path: string): Promise<readonly string[]> {
  try {
    return wordsOfReport(JSON.parse(await readFile(path, 'utf8')) as unknown);
  } catch {
    return [];
  }
}

/** Names, numbers and emails in a report.json that was parsed. */
export function wordsOfReport(report: unknown): readonly string[] {
  const submission = field(report, 'submission');
  return listField(submission, 'submitters').flatMap((submitter) =>
    ['name', 'id', 'email'].flatMap((name) => textField(submitter, name) ?? []),
  );
}
