/**
 * The submissions at the level of a class: folders and archives, or entries that a course system names after students.
 * Every entry must become part of a submission or be named in a remark.
 */
import { usernamesIn } from './clones.js';
import { newest } from './entry-times.js';
import type { ArchiveTime, ClassLevel } from './level.js';
import { isMetadata, isSubmission } from './wrapper.js';
import type { FoundSubmission } from './found.js';
import { joinSources, type Part } from '../files/joined.js';
import { showName, showNames } from '../../files/names.js';
import type { SourceOptions } from '../archives/archive-source.js';
import type { Source } from '../files/source.js';
import { recognise } from './systems/index.js';
import type { Owned } from './systems/system.js';

export interface Member extends Pick<FoundSubmission, 'path' | 'open' | 'fingerprint' | 'submitters'> {
  /** The name from which its id is made. */
  readonly name: string;
  /** null if it is not in an archive of the class. */
  readonly archived: ArchiveTime | null;
}

const CLONES =
  'taken for clones of GitHub Classroom or Classroom 50: who handed in is the end of the name, and nothing is read from .git, so the roster has to say when';

export function membersOf(
  level: ClassLevel,
  expects: readonly string[],
  onRemark: (remark: string) => void,
): readonly Member[] {
  const known = recognise(level.entries, expects);
  const groups = new Map<string, (readonly [string, Owned])[]>();
  const usernames = usernamesIn(level);
  const members: Member[] = [];
  const others: string[] = [];
  for (const entry of level.entries) {
    const owned = known?.owned.get(entry.name);
    if (owned !== undefined) groups.set(owned.owner, [...(groups.get(owned.owner) ?? []), [entry.name, owned]]);
    else if (isSubmission(entry)) {
      const archived = level.modified(entry.name);
      const username = usernames.get(entry.name);
      const submitters = username === undefined ? [] : [{ id: username }];
      members.push({ name: entry.name, submitters, archived, ...level.whole(entry.name) });
    } else if (!isMetadata(entry)) others.push(entry.name);
  }
  if (known !== null)
    onRemark(`taken for a download of ${known.system}: what belongs to one student is one submission`);
  if (usernames.size > 0) onRemark(CLONES);
  for (const remark of level.remarks) onRemark(remark);
  if (others.length > 0) onRemark(tellOthers(others));
  return [...members, ...[...groups].map(([owner, group]) => memberOf(level, owner, group))];
}

function tellOthers(names: readonly string[]): string {
  const what =
    names.length === 1 ? 'is not a folder or archive of a student' : 'are not folders or archives of students';
  return `${showNames(names)} ${what}: left out`;
}

function memberOf(level: ClassLevel, owner: string, group: readonly (readonly [string, Owned])[]): Member {
  const graded = group.filter(([, { isLeftOut }]) => isLeftOut !== true);
  const { parts, replaced } = newestVersions(graded);
  const left = new Set(graded.filter((one) => !parts.includes(one)));
  const remarks = [...new Set(group.flatMap((one) => (left.has(one) ? [] : one[1].remarks))), ...replaced];
  const path = level.whole(group[0]?.[0] ?? '').path;
  const submitters = group[0]?.[1].submitter;
  return {
    name: owner,
    path,
    archived: newest(parts.map(([name]) => level.modified(name))),
    submitters: submitters === undefined || submitters === null ? [] : [submitters],
    open: (options) => openParts(level, parts, remarks, options),
  };
}

/** Of uploads that the system numbered as one file, the last one. */
function newestVersions(group: readonly (readonly [string, Owned])[]) {
  const last = new Map<string, readonly [string, Owned]>();
  for (const one of group) {
    const { as, version } = one[1];
    const before = as === null ? undefined : last.get(as);
    if (as !== null && version !== undefined && version >= (before?.[1].version ?? 0)) last.set(as, one);
  }
  const isNewest = ([name, { as, version }]: readonly [string, Owned]) =>
    as === null || version === undefined || last.get(as)?.[0] === name;
  const replaced = group.flatMap((one) => {
    const newer = isNewest(one) ? undefined : last.get(one[1].as ?? '');
    return newer === undefined
      ? []
      : [`${showName(one[0])} was left out: ${showName(newer[0])} was handed in after it`];
  });
  return { parts: group.filter(isNewest), replaced };
}

async function openParts(
  level: ClassLevel,
  parts: readonly (readonly [string, Owned])[],
  remarks: readonly string[],
  options: SourceOptions,
): Promise<Source> {
  const opened: Part[] = [];
  try {
    for (const [name, { as }] of parts) {
      opened.push({ source: await level.open(name, as ?? name, options), label: showName(name) });
    }
    return joinSources(opened, remarks);
  } catch (error) {
    for (const { source } of opened) await source.close();
    throw error;
  }
}
