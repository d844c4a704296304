/**
 * Canvas, "Download Submissions": loose files `namefirst_[LATE_]USER_FILE_name.ts`, all files of all students beside
 * each other. A file that is handed in again gets `-1` before its ending; a typed text is `..._text.html`.
 */
import { formatOf } from '../../archives/archive-kinds.js';
import type { LevelEntry } from '../level.js';
import type { CourseSystem, Owned } from './system.js';

const FORM = /^(.+?)(_LATE)?_(\d+)(?:_question_\d+)?_(?:\d+_(.+)|((?:text|link|url)\.html))$/isu;
/** Where the course hides who handed in, a code takes the place of the name and the number. */
const NAMELESS = /^(anon_[0-9a-z]+)(_LATE)?()_(?:\d+_(.+)|((?:text|link|url)\.html))$/isu;
const AGAIN = /-\d+(?=\.[^.]+$|$)/u;
/** Weights are named in model.json, not in a rubric. */
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

function fileOf(written: string, marked: readonly string[], expects: readonly string[]): Pick<Owned, 'as' | 'remarks'> {
  const as = asWritten(written, expects);
  const renamed = as === written ? [] : [`${written} is taken for ${as}: Canvas numbers what is handed in again`];
  return { as, remarks: [...marked, ...renamed] };
}

/** Without the number of a file that was handed in again, where the name then is one that is asked for. */
function asWritten(written: string, expects: readonly string[]): string {
  const plain = written.replace(AGAIN, '');
  const isAsked = (name: string) => expects.some((path) => path === name || path.endsWith(`/${name}`));
  if (plain === written || plain === '' || isAsked(written)) return written;
  return isAsked(plain) || WEIGHTS.test(written) ? plain : written;
}

/** Other names have numbers as well: those of a class are most of what is there, and more than one student's or asked for. */
function fits(owned: readonly Owned[], entries: readonly LevelEntry[], expects: readonly string[]): boolean {
  const isAsked = ({ as }: Owned) =>
    as === null || formatOf(as) !== null || expects.some((path) => path === as || path.endsWith(`/${as}`));
  const owners = new Set(owned.map(({ owner }) => owner));
  return 2 * owned.length > entries.length && (owners.size > 1 || owned.some(isAsked));
}

export const canvas: CourseSystem = { name: 'Canvas', read, fits };
