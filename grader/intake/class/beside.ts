/**
 * A single submission of a Gradescope export: the export's metadata lies beside it, and says when it was handed in and by
 * whom. A file of that name beside another folder has nothing to say.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GraderError } from '../../errors.js';
import { isThere } from '../../present.js';
import { idOf } from '../archives/archive-kinds.js';
import { METADATA_FILE, readGradescopeMetadata, type MetadataOptions, type SubmissionMetadata } from './gradescope.js';
import { EXPORTED } from './wrapper.js';

/** null if the submission is not in an export. Metadata that cannot be read is told in a remark, and stops nothing. */
export async function knownBeside(path: string, options: MetadataOptions): Promise<SubmissionMetadata | null> {
  const real = await realpath(path).catch(() => null);
  if (real === null || !EXPORTED.test(basename(real))) return null;
  const file = join(dirname(real), METADATA_FILE);
  if (!(await isThere(file))) return null;
  try {
    const metadata = await readGradescopeMetadata(file, METADATA_FILE, options);
    return metadata.get(idOf(real)) ?? null;
  } catch (error) {
    if (!(error instanceof GraderError) || error.fault !== 'usage') throw error;
    return {
      submittedAt: null,
      timeRemarks: [`the metadata beside it says nothing: ${error.message}`],
      submitters: [],
    };
  }
}
