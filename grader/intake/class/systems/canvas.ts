/**
 * Canvas, "Download Submissions": loose files `namefirst_[LATE_]USER_FILE_name.ts`, those of all students together. A
 * file that is handed in again gets `-1` before its extension; a typed text is `..._text.html`.
 */
import { formatOf } from '../../archives/archive-kinds.js';
import type { LevelEntry } from '../level.js';
import type { CourseSystem, Owned } from './system.js';

const FORM = /^(.+?)(_LATE)?_(\d+)(?:_question_\d+)?_(?:\d+_(.+)|((?:text|link|url)\.html))$/isu;
/** In courses with anonymous submissions, a code replaces the name and the number. */
const NAMELESS = /^(anon_[0-9a-z]+)(_LATE)?()_(?:\d+_(.+)|((?:text|link|url)\.html))$/isu;
const AGAIN = /-(\d+)(?=\.[^.]+$|$)/u;
/** The number of an archive comes before all of its extensions. */
const ARCHIVE_AGAIN = /-(\d+)(?=(?:\.tar)?\.[^.]+$)/iu;
/** Weight files are named in model.json, not in a rubric. */
const WEIGHTS = /-\d+\.bin$/u;

function read({ name, kind }: LevelEntry, expects: readonly string[]): Owned | null {
  const named = kind === 'file' ? (NAMELESS.exec(name) ?? FORM.exec(name)) : null;
  if (named === null) return null;
  const [, person = '', late, user = '', written = '', typed = ''] = named;
  const marked = late === undefined ? [] : ['Canvas marks it as late; its time is not in the download'];
  const owner = user === '' ? person : `${person}_${user}`;
  const owned = { owner, submitter: { name: person }, as: null, remarks: marked };
  return typed === '' ? { ...owned, ...fileOf(written, marked, expects) } : { ...owned, ...typedText(marked) };
}

function typedText(marked: readonly string[]): Pick<Owned, 'remarks' | 'isLeftOut'> {
  const remark = 'what was typed into the page, or the address that was given, is not graded: hand in files';
  return { remarks: [...marked, remark], isLeftOut: true };
}

function fileOf(
  written: string,
  marked: readonly string[],
  expects: readonly string[],
): Pick<Owned, 'as' | 'remarks' | 'version'> {
  const [as, version] = asWritten(written, expects);
  const renamed = as === written ? [] : [`${written} is taken for ${as}: Canvas numbers what is handed in again`];
  return { as, remarks: [...marked, ...renamed], version };
}

/**
 * Without the number of a repeated upload, if the name then is one that the rubric expects; and that number. The name of an
 * archive does not matter.
 */
function asWritten(written: string, expects: readonly string[]): readonly [as: string, version: number] {
  const again = formatOf(written) === null ? AGAIN : ARCHIVE_AGAIN;
  const number = again.exec(written)?.[1];
  const plain = written.replace(again, '');
  const isAsked = (name: string) => expects.some((path) => path === name || path.endsWith(`/${name}`));
  if (number === undefined || plain === '' || isAsked(written)) return [written, 0];
  const isAgain = isAsked(plain) || WEIGHTS.test(written) || formatOf(written) !== null;
  return isAgain ? [plain, Number(number)] : [written, 0];
}

/** Other names have numbers as well: those of a class are the majority, and of several students or expected files. */
function fits(owned: readonly Owned[], entries: readonly LevelEntry[], expects: readonly string[]): boolean {
  const isAsked = ({ as }: Owned) =>
    as === null || formatOf(as) !== null || expects.some((path) => path === as || path.endsWith(`/${as}`));
  const owners = new Set(owned.map(({ owner }) => owner));
  return 2 * owned.length > entries.length && (owners.size > 1 || owned.some(isAsked));
}

export const canvas: CourseSystem = { name: 'Canvas', read, fits };
