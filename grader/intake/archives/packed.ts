/**
 * A submission that contains one archive and none of the files of the homework: course systems put uploads into a
 * folder, and the student uploaded an archive. The files of the archive count, in addition to those beside it.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatOf } from './archive-kinds.js';
import { openArchive, type SourceOptions } from './archive-source.js';
import { joinSources } from '../files/joined.js';
import { openInFolder } from '../files/work-folders.js';
import { plainPath, showName, showNames, wrapperOf } from '../../files/names.js';
import type { Source, SourceFile } from '../files/source.js';

export interface PackedOptions extends SourceOptions {
  /** Paths that the rubric names; without them it is unknown what counts, and nothing is unpacked. */
  readonly expects?: readonly string[];
}

/** The result of `open`, with its only archive unpacked if that is the submission. Throws what opening throws. */
export async function openUnpacked(open: () => Promise<Source>, options: PackedOptions): Promise<Source> {
  const source = await open();
  try {
    const packed = packedIn(source.files, options);
    if (packed === null) return source;
    const others = source.files.length - 1;
    const inner = await openInner(source, packed, options);
    const remark = `${showName(packed.path)} was unpacked: its files were taken as the submission's`;
    await source.close();
    if (others === 0) return joinSources([{ source: inner, label: '' }], [remark, ...source.remarks]);
    const paths = inner.files.map(({ path }) => path);
    const own = { source: inner, label: showName(packed.path), wrapper: wrapperOf(paths, options.expects ?? []) };
    // its contents can be read only once
    const outer = await open().catch(async (error: unknown) => {
      await inner.close();
      throw error;
    });
    const rest = { ...outer, files: outer.files.filter(({ path }) => path !== packed.path) };
    return joinSources([own, { source: rest, label: 'the folder around it' }], [remark]);
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The only supported archive, if no file is named in the rubric. */
function packedIn(files: readonly SourceFile[], { expects = [], limits }: PackedOptions): SourceFile | null {
  const [only, ...others] = archivesAlone(files, expects);
  return only === undefined || others.length > 0 || only.bytes > limits.submissionBytes ? null : only;
}

/** The supported archives where no file is there that the rubric names; none if it names no file. */
function archivesAlone(files: readonly SourceFile[], expects: readonly string[]): readonly SourceFile[] {
  const wanted = expects.map(plainPath);
  const isAsked = (path: string) => wanted.some((expected) => path === expected || path.endsWith(`/${expected}`));
  if (wanted.length === 0 || files.some(({ path }) => isAsked(path))) return [];
  return files.filter(({ path }) => formatOf(path) !== null);
}

/** The archives of which one may be the submission, and nobody can tell which; none where there is one, or none. */
export function severalPacked(files: readonly SourceFile[], expects: readonly string[]): readonly SourceFile[] {
  const archives = archivesAlone(files, expects);
  return archives.length > 1 ? archives : [];
}

/** What is said of them. */
export function severalRemark(archives: readonly SourceFile[]): string {
  const names = showNames(archives.map(({ path }) => path));
  return `${String(archives.length)} archives were handed in, ${names}, and it cannot be told which one counts: none was unpacked; hand in the one that counts alone, or its files`;
}

async function openInner(source: Source, { key, path }: SourceFile, options: PackedOptions): Promise<Source> {
  const format = formatOf(path);
  if (format === null) throw new Error(`${path} was taken for an archive`);
  return await openInFolder(options.workDir, 'packed', async (folder) => {
    const file = join(folder, `archive.${format}`);
    for await (const content of source.contents()) {
      if (content.key === key) {
        await pipeline(content.read([]), createWriteStream(file));
        break;
      }
      for await (const _ of content.read([])) continue;
    }
    return await openArchive(file, format, showName(path), options);
  });
}
