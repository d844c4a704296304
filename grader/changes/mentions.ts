/**
 * Takes a person who is erased out of what was written about others: the reasons of adjustments, where staff write freely.
 * A reason is in adjustments.jsonl, in the report, in those before it, and on its pages. Must not touch what a report says
 * otherwise. Relies on the lock of the run, and on being called before the journal is written anew.
 */
import { join } from 'node:path';
import { writeAtomically } from '../atomic.js';
import { EARLIER, earlierReports } from '../batch/earlier.js';
import { readAdjustmentLine, writeAdjustment } from '../decided/adjustment-lines.js';
import { ADJUSTMENTS } from '../decided/adjustments.js';
import { releaseOf } from '../decided/decisions.js';
import { sha256 } from '../kept/digest.js';
import { textIfThere } from '../present.js';
import { toJson } from '../report/writers/json.js';
import { remakePages } from '../report/writers/pages.js';
import { asRecord, isRecord, listField } from '../text/fields.js';
import type { Changing } from './changing.js';
import { KnownWords } from './known-words.js';
import { formsOfWord } from './name-forms.js';
import { folderOf, reportIn } from './run.js';
import type { Person } from './student.js';

const INSTEAD = '(erased)';

/** What a person is called in texts, also with the last name first. */
export function wordsOf({ id, words }: Person): KnownWords {
  return new KnownWords(new Map([id, ...words.flatMap(formsOfWord)].map((word) => [word, INSTEAD])));
}

/** The lines of adjustments.jsonl that are about somebody else and name the person, by the submission that they are about. */
export function mentionsIn(text: string, person: Person): ReadonlyMap<string, number> {
  const words = wordsOf(person);
  const found = new Map<string, number>();
  for (const line of text.split('\n').flatMap((whole) => readAdjustmentLine(whole) ?? [])) {
    if (line.submission === person.id || !words.isIn(line.reason)) continue;
    found.set(line.submission, (found.get(line.submission) ?? 0) + 1);
  }
  return found;
}

/** In the reports of these submissions, and on their pages. Interrupted, it can be repeated. */
export async function forgetInReports(changing: Changing, ids: Iterable<string>, person: Person): Promise<void> {
  const words = wordsOf(person);
  for (const id of ids) {
    const folder = folderOf(changing.run, id);
    for (const name of await earlierReports(folder)) await rewrite(join(folder, EARLIER, name), words);
    const before = await reportIn(changing.run, id);
    const text = await rewrite(join(folder, 'report.json'), words);
    if (before.status === 'refused' || text === null) continue;
    const entry = changing.run.entries.get(id);
    // what somebody edited must not look as if it was written so
    if (entry !== undefined && !before.isEdited) await changing.record({ ...entry, report: sha256(text) });
    const { decisions, now } = changing;
    await remakePages(folder, { releaseOf: (report) => releaseOf(report, decisions, now) });
  }
}

/** Lines that cannot be read. */
export interface Forgotten {
  /** They stay as they are. */
  readonly unreadable: number;
  /** They named the person, and had to go. */
  readonly gone: number;
}

/**
 * Writes adjustments.jsonl without the lines about the person, and with other reasons where they name the person. What
 * cannot be read stays unless it names the person: it is somebody else's, and its damage is theirs to see.
 */
export async function forgetInAdjustments(folder: string, person: Person): Promise<Forgotten> {
  const path = join(folder, ADJUSTMENTS);
  const text = (await textIfThere(path)) ?? '';
  const done = { unreadable: 0, gone: 0 };
  if (text === '') return done;
  const words = wordsOf(person);
  const kept = text.split('\n').flatMap((whole) => {
    if (whole === '') return [];
    const line = readAdjustmentLine(whole);
    if (line === null) {
      const goes = mayNameIn(whole, person);
      done[goes ? 'gone' : 'unreadable'] += 1;
      return goes ? [] : whole;
    }
    if (line.submission === person.id) return [];
    return words.isIn(line.reason) ? writeAdjustment({ ...line, reason: words.replaceIn(line.reason) }) : whole;
  });
  await writeAtomically(path, kept.map((line) => `${line}\n`).join(''));
  return done;
}

/** Whether the person is named in plain data: the id is one of its texts, or a text contains something of theirs. */
export function isAbout(value: unknown, person: Person): boolean {
  const words = wordsOf(person);
  const isIn = (one: unknown): boolean => {
    if (typeof one === 'string') return one === person.id || words.isIn(one);
    return Array.isArray(one) ? one.some(isIn) : isRecord(one) && Object.entries(one).some(isIn);
  };
  return isIn(value);
}

/** Of a line that is damaged: as text and, where it still is JSON, as what it says. Short ids are looked for in quotes. */
export function mayNameIn(whole: string, person: Person): boolean {
  if (wordsOf(person).isIn(whole) || whole.includes(JSON.stringify(person.id))) return true;
  try {
    return isAbout(JSON.parse(whole) as unknown, person);
  } catch {
    return false;
  }
}

/** The text of a report with other reasons, written if it is another one; null if there is no report that is JSON. */
async function rewrite(path: string, words: KnownWords): Promise<string | null> {
  const text = await textIfThere(path);
  if (text === null) return null;
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return null;
  }
  const before = listField(report, 'results');
  const results = before.map((result) => withoutNames(result, words));
  if (JSON.stringify(results) === JSON.stringify(before)) return text;
  const next = toJson({ ...asRecord(report), results });
  await writeAtomically(path, next);
  return next;
}

function withoutNames(result: unknown, words: KnownWords): unknown {
  if (!isRecord(result) || !isRecord(result['adjustment'])) return result;
  const { adjustment } = result;
  const { reason } = adjustment;
  if (typeof reason !== 'string') return result;
  return { ...result, adjustment: { ...adjustment, reason: words.replaceIn(reason) } };
}
