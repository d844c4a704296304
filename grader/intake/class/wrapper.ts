/**
 * Finds a class inside further folders or archives. Whether an entry is a class is decided by its contents, on a disk
 * and in an archive alike; a student's own folders and archives must not be mistaken for a class.
 */
import { GraderError } from '../../errors.js';
import { formatOf, isArchive } from '../archives/archive-kinds.js';
import { holds, type ClassLevel, type LevelEntry } from './level.js';
import { METADATA_FILE } from './gradescope.js';
import { showName, showNames } from '../../files/names.js';
import { recognise } from './systems/index.js';

/** The most folders around a class. */
const MOST_WRAPPERS = 4;
/** The number of folders that are examined to find other classes beside this one. */
const MOST_EXAMINED = 20;
/** The name of a submission in a Gradescope export. */
export const EXPORTED = /^submission_\d+(?:\.zip|\.tar|\.tar\.gz|\.tgz)?$/i;

export interface WrapperOptions {
  /** The name of the given folder or archive; archives often contain a folder of the same name. */
  readonly name: string;
  /** Whether it is an archive. */
  readonly isArchive: boolean;
  readonly expects: readonly string[];
  /** Whether submission_metadata.yml of a level names the entries beside it. */
  readonly isExport: (level: ClassLevel) => Promise<boolean>;
  readonly onRemark: (remark: string) => void;
}

/** The level of the students; `outer` itself if there is nothing around them. Each step is reported in a remark. */
export async function withoutWrappers(outer: ClassLevel, options: WrapperOptions): Promise<ClassLevel> {
  const inner = await innerClass(outer, options, MOST_WRAPPERS);
  if (inner === null) {
    await tellOtherClasses(outer, options);
    return outer;
  }
  for (const remark of inner.told) options.onRemark(remark);
  // only names have been read so far
  let level = outer;
  for (const name of inner.names) level = await level.inside(name, false);
  return level;
}

interface Inner {
  /** The folders and archives that lead there. */
  readonly names: readonly string[];
  readonly told: readonly string[];
}

/** Goes through single folders and archives down to a class; null if there is none. */
async function innerClass(level: ClassLevel, options: WrapperOptions, depth: number): Promise<Inner | null> {
  const only = depth === 0 ? null : await onlyCandidate(level, options.expects);
  const inner = only === null ? null : await insideOf(level, only);
  if (only === null || inner === null) return null;
  const why = await whyClass(inner, only, options);
  // there may be more folders around it; if none of them contains a class, this is the class
  const further = await innerClass(inner, options, depth - 1);
  if (why === null && further === null) return null;
  const told = [...level.remarks, ...tellWrapper(level, only, why ?? 'the class lies in it'), ...(further?.told ?? [])];
  return { names: [only.name, ...(further?.names ?? [])], told };
}

/** The only folder or archive of a level, which may contain the class. */
async function onlyCandidate(level: ClassLevel, expects: readonly string[]): Promise<LevelEntry | null> {
  if (await isAsked(level, expects)) return null;
  if (recognise(level.entries, expects) !== null || level.entries.some(isMetadata)) return null;
  const candidates = level.entries.filter(isSubmission);
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** null if it cannot be opened, which is reported when it is opened as a submission. */
async function insideOf(level: ClassLevel, { name }: LevelEntry): Promise<ClassLevel | null> {
  return await level.inside(name, true).catch((error: unknown) => {
    if (error instanceof GraderError && (error.fault === 'student' || error.fault === 'usage')) return null;
    throw error;
  });
}

function tellWrapper({ entries }: ClassLevel, only: LevelEntry, why: string): readonly string[] {
  const beside = entries.flatMap(({ name }) => (name === only.name ? [] : name));
  const [are, were] = beside.length === 1 ? ['is', 'was'] : ['are', 'were'];
  return [
    ...(why === '' ? [] : [`${showName(only.name)} is taken for the class: ${why}`]),
    ...(beside.length === 0 ? [] : [`${showNames(beside)} ${are} beside it and ${were} left out`]),
  ];
}

/** Completes "is taken for the class: …"; empty if no reason is needed; null if it may be one student's. */
async function whyClass(inner: ClassLevel, { name }: LevelEntry, options: WrapperOptions): Promise<string | null> {
  const { expects, isExport } = options;
  if (await isExport(inner)) return `its ${METADATA_FILE} names what lies beside it, as an export of Gradescope does`;
  const known = recognise(inner.entries, expects);
  if (known !== null) return `what lies in it is named as ${known.system} names submissions`;
  if (await isAsked(inner, expects)) return null;
  const students = await studentsIn(inner, expects);
  const isNamesake = name === options.name && inner.entries.some(isSubmission);
  // archives are often packed in this way
  if (isNamesake && options.isArchive) return '';
  if (students > 1) return `it has ${String(students)} folders or archives of submissions`;
  return isNamesake ? 'it has the name of what was given' : null;
}

/** Archives, and folders that contain a file that the rubric names. */
async function studentsIn(level: ClassLevel, expects: readonly string[]): Promise<number> {
  let students = 0;
  for (const entry of level.entries) {
    if (expects.length === 0 || !isSubmission(entry)) continue;
    if (entry.kind === 'file') students += 1;
    else {
      const paths = await level.pathsIn(entry.name);
      students += Number(paths.some((path) => isExpected(path, expects) || formatOf(path) !== null));
    }
  }
  return students;
}

/** A student's folder may look like a class: this is reported and does not stop the run. */
async function tellOtherClasses(level: ClassLevel, { expects, onRemark }: WrapperOptions): Promise<void> {
  if (await isAsked(level, expects)) return;
  for (const { name } of level.entries.filter(({ kind }) => kind === 'folder').slice(0, MOST_EXAMINED)) {
    const paths = await level.pathsIn(name);
    if (expects.some((expected) => paths.includes(expected))) continue;
    const found = paths.filter((path) => isExpected(path, expects)).map((path) => path.split('/')[0]);
    const folders = new Set(found).size;
    if (folders < 2) continue;
    onRemark(
      `${showName(name)} is taken for one submission, and has ${String(folders)} folders with files of the homework: if it is a class, give that folder`,
    );
  }
}

const isExpected = (path: string, expects: readonly string[]) =>
  expects.some((expected) => path === expected || path.endsWith(`/${expected}`));

async function isAsked(level: ClassLevel, expects: readonly string[]): Promise<boolean> {
  for (const expected of expects) if (await holds(level, expected)) return true;
  return false;
}

export const isMetadata = ({ name, kind }: LevelEntry) => kind === 'file' && name === METADATA_FILE;

/** Folders and archives; names that start with a dot are hidden. */
export function isSubmission({ name, kind }: LevelEntry): boolean {
  return !name.startsWith('.') && (kind === 'folder' || (kind === 'file' && isArchive(name)));
}
