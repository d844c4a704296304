/**
 * Moodle, "Download all submissions": `Name_NUMBER_assignsubmission_file_` is the folder of a student's uploads or,
 * with folders turned off, the start of each of their file names. `_onlinetext_` is text that they typed into the page.
 */
import type { LevelEntry } from '../level.js';
import type { CourseSystem, Owned } from './system.js';

/** A name may contain underscores: the last number before the kind is Moodle's. */
const FORM = /^(.+)_(\d+)_assignsubmission_([a-z]+)(?:_(.*))?$/su;

function read(entry: LevelEntry): Owned | null {
  const named = FORM.exec(entry.name);
  if (named === null) return null;
  const [, name = '', number = '', plugin = '', rest = ''] = named;
  // the name of a folder ends there; that of a file continues with its own name
  const isNamed = entry.kind === 'folder' ? rest === '' : entry.kind === 'file' && rest !== '';
  if (!isNamed) return null;
  const owned = { owner: `${name}_${number}`, submitter: { name }, as: null, remarks: [] };
  if (plugin !== 'file') return { ...owned, remarks: [remarkOn(plugin)], isLeftOut: true };
  return entry.kind === 'folder' ? owned : { ...owned, as: rest };
}

function remarkOn(plugin: string): string {
  const what = plugin === 'onlinetext' ? 'typed into the page as an online text' : `handed in as "${plugin}"`;
  return `what was ${what} is not graded: hand in files`;
}

export const moodle: CourseSystem = { name: 'Moodle', read, fits: (owned) => owned.length > 0 };
