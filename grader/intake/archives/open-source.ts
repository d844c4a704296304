/** Opens a path, either a folder or an archive, as the files of one submission. */
import { realpath, stat } from 'node:fs/promises';
import { GraderError } from '../../errors.js';
import { fileFaultOf } from '../files/file-faults.js';
import { openFolder } from '../files/folder.js';
import type { Source } from '../files/source.js';
import { formatOf, OTHER_ARCHIVE, otherArchive } from './archive-kinds.js';
import { openArchive, type SourceOptions } from './archive-source.js';

/** Throws USAGE for anything else, and errors of reading. */
export async function openSource(path: string, label: string, options: SourceOptions): Promise<Source> {
  try {
    // the path itself may be a link, because it is the caller's; links inside are not followed
    const real = await realpath(path);
    const stats = await stat(real);
    if (stats.isDirectory()) return await openFolder(real, options.limits);
    const format = stats.isFile() ? formatOf(path) : null;
    if (format !== null) return await openArchive(real, format, label, options);
    if (stats.isFile() && OTHER_ARCHIVE.test(path)) throw otherArchive(label);
    const found = stats.isFile() ? 'a file' : 'neither a file nor a folder';
    throw new GraderError('USAGE', `${path} is ${found}; a submission is a folder, a .zip or a .tar.gz archive`, {
      advice: 'give the folder that holds the files',
    });
  } catch (cause) {
    throw fileFaultOf(cause, path);
  }
}
