/**
 * A class that was given one level too high: inside a folder, or an archive, of its own. Whether it is one is told by
 * what lies in it, on a disk and in an archive alike; a student's own folders and archives are not taken for a class.
 */
import { GraderError } from '../../errors.js';
import { formatOf, isArchive } from '../archives/archive-kinds.js';
import { holds, type ClassLevel, type LevelEntry } from './level.js';
import { METADATA_FILE } from './gradescope.js';
import { showName, showNames } from '../../files/names.js';
import { recognise } from './systems/index.js';

/** Folders around a class. */
const MOST_WRAPPERS = 4;
/** To tell other classes beside each other, so many folders are looked into. */
const MOST_EXAMINED = 20;
/** A submission of an export of Gradescope. */
export const EXPORTED = /^submission_\d+(?:\.zip|\.tar|\.tar\.gz|\.tgz)?$/i;

export interface WrapperOptions {
  /** The name of what was given: a folder of that name in it is packed along. */
  readonly name: string;
  /** It is an archive. */
  readonly isArchive: boolean;
  readonly expects: readonly string[];
  /** Whether submission_metadata.yml of a level names what lies beside it. */
  readonly isExport: (level: ClassLevel) => Promise<boolean>;
  readonly onRemark: (remark: string) => void;
}

/** The level at which the students are; the same one where nothing is around them. Each step is told. */
export async function withoutWrappers(outer: ClassLevel, options: WrapperOptions): Promise<ClassLevel> {
  const inner = await innerClass(outer, options, MOST_WRAPPERS);
  if (inner === null) {
    await tellOtherClasses(outer, options);
    return outer;
  }
  for (const remark of inner.told) options.onRemark(remark);
  // what was only looked at so far
  let level = outer;
  for (const name of inner.names) level = await level.inside(name, false);
  return level;
}

interface Inner {
  /** Of the folders and archives that lead there. */
  readonly names: readonly string[];
  readonly told: readonly string[];
}

/** Through folders and archives that have nothing beside them, down to what is a class; null where none is. */
async function innerClass(level: ClassLevel, options: WrapperOptions, depth: number): Promise<Inner | null> {
  const only = depth === 0 ? null : await onlyCandidate(level, options.expects);
  const inner = only === null ? null : await insideOf(level, only);
  if (only === null || inner === null) return null;
  const why = await whyClass(inner, only, options);
  // more folders may be around it; if none is a class, this one is
  const further = await innerClass(inner, options, depth - 1);
  if (why === null && further === null) return null;
  const told = [...level.remarks, ...tellWrapper(level, only, why ?? 'the class lies in it'), ...(further?.told ?? [])];
  return { names: [only.name, ...(further?.names ?? [])], told };
}

/** What may be around a class: the one folder or archive of a level that is not the class itself. */
async function onlyCandidate(level: ClassLevel, expects: readonly string[]): Promise<LevelEntry | null> {
  if (await isAsked(level, expects)) return null;
  if (recognise(level.entries, expects) !== null || level.entries.some(isMetadata)) return null;
  const candidates = level.entries.filter(isSubmission);
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** null for what cannot be opened: that is told of it as a submission. */
async function insideOf(level: ClassLevel, { name }: LevelEntry): Promise<ClassLevel | null> {
  return await level.inside(name, true).catch((error: unknown) => {
    if (error instanceof GraderError && (error.fault === 'student' || error.fault === 'usage')) return null;
    throw error;
  });
}

function tellWrapper({ entries }: ClassLevel, only: LevelEntry, why: string): readonly string[] {
  const beside = entries.flatMap(({ name }) => (name === only.name ? [] : name));
  const [lie, belong] = beside.length === 1 ? ['lies', 'belongs'] : ['lie', 'belong'];
  return [
    ...(why === '' ? [] : [`${showName(only.name)} is taken for the class: ${why}`]),
    ...(beside.length === 0 ? [] : [`${showNames(beside)} ${lie} beside it and ${belong} to nobody: left out`]),
  ];
}

/** Completes "is taken for the class: …", empty for what needs no word; null for what may be one student's. */
async function whyClass(inner: ClassLevel, { name }: LevelEntry, options: WrapperOptions): Promise<string | null> {
  const { expects, isExport } = options;
  if (await isExport(inner)) return `its ${METADATA_FILE} names what lies beside it, as an export of Gradescope does`;
  const known = recognise(inner.entries, expects);
  if (known !== null) return `what lies in it is named as ${known.system} names submissions`;
  if (await isAsked(inner, expects)) return null;
  const students = await studentsIn(inner, expects);
  const isNamesake = name === options.name && inner.entries.some(isSubmission);
  // so archives are packed
  if (isNamesake && options.isArchive) return '';
  if (students > 1) return `it has ${String(students)} folders or archives of submissions`;
  return isNamesake ? 'it has the name of what was given' : null;
}

/** Folders in which a file lies that the rubric names, and archives. */
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

/** A student's folder may look like a class: that is told, and stops nobody. */
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

/** Folders and archives; what begins with a dot is hidden from those who hand in. */
export function isSubmission({ name, kind }: LevelEntry): boolean {
  return !name.startsWith('.') && (kind === 'folder' || (kind === 'file' && isArchive(name)));
}
