/**
 * What a student may be called in their own report only: by the first or the last name alone, which in other reports would be
 * anybody, and by an id that is too short to be looked for elsewhere. Pure.
 */
import type { GradeReport } from '../schema/report.js';
import { isRecord } from '../text/fields.js';
import { KnownWords, SHORTEST } from './known-words.js';
import { partsOf } from './name-forms.js';

export interface Called {
  readonly name: string | undefined;
  readonly pseudonym: string;
}

/** A first name of one letter is an initial. */
const SHORTEST_NAME = 2;

export class OwnWords {
  readonly #printed: KnownWords;
  readonly #told: KnownWords;
  readonly #id: { readonly place: RegExp; readonly pseudonym: string } | null;

  /** `id` is that of the submission, `report` the one that it is in. */
  constructor(
    { id, pseudonym }: { readonly id: string; readonly pseudonym: string },
    owners: readonly Called[],
    report: Pick<GradeReport, 'results'>,
  ) {
    const names = new Map(
      owners.flatMap((owner) => endsOf(owner.name).map((part) => [part, owner.pseudonym] as const)),
    );
    this.#printed = new KnownWords(names, SHORTEST_NAME);
    // a student called Loss must not change what a check is about
    const vocabulary = new Set(report.results.flatMap((check) => wordsIn(`${check.id} ${check.title}`)));
    this.#told = new KnownWords(new Map([...names].filter(([part]) => !vocabulary.has(part.toLowerCase()))));
    this.#id = id.length < SHORTEST && id !== '' ? { place: placesOf(id), pseudonym } : null;
  }

  /** In what the student's code printed, and in notes. */
  inPrinted<T>(value: T): T {
    return mapTexts(value, new Set(), (text) => this.#printed.replaceIn(this.#withoutId(text))) as T;
  }

  /** In what checks tell, which is partly in the grader's own words; `except` names keys whose values stay. */
  inTold<T>(value: T, except: ReadonlySet<string>): T {
    return mapTexts(value, except, (text) => this.#told.replaceIn(this.#withoutId(text))) as T;
  }

  #withoutId(text: string): string {
    return this.#id === null ? text : text.replace(this.#id.place, this.#id.pseudonym);
  }
}

/** A copy of plain data with other texts. Keys stay: a student called Hint must not rename them. */
function mapTexts(value: unknown, except: ReadonlySet<string>, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, except, replace));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, except.has(key) ? item : mapTexts(item, except, replace)]),
  );
}

/** The first and the last part of a name. */
function endsOf(name = ''): string[] {
  const parts = partsOf(name);
  return parts.length < 2 ? [] : [parts[0] ?? '', parts.at(-1) ?? ''];
}

const wordsIn = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** Where a short id stands for the submission: as a folder in a path, but not as in 7/10, and as the subject of a remark. */
function placesOf(id: string): RegExp {
  const literal = id.replace(/[^\p{L}\p{N}]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}.])${literal}(?=[/\\\\][^\\d]|[/\\\\]$)|^${literal}(?= fits \\d+ rows )`, 'giu');
}
