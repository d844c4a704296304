/** `tuxgrade pack`: makes the archive that a student hands in. */
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ensureFileWritable, writeAtomically } from '../../atomic.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { formatBytes } from '../../files/caps.js';
import { showName, showNames } from '../../files/names.js';
import { readRubric } from '../../rubric/load.js';
import { toJson } from '../../report/writers/files.js';
import { counted } from '../../text/counted.js';
import { printable } from '../../report/printable.js';
import { pack as packFolder, type Packed } from '../../workspace/packing/pack.js';
import { isOwnZip } from '../../workspace/packing/zip.js';
import { chooseWork } from '../chosen-work.js';
import { whatIsThere, WORDS, type Before } from '../written-archive.js';

export interface PackArguments {
  readonly dir?: string | undefined;
  readonly rubric?: string | undefined;
  readonly out?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** A data set has hundreds of files; `--json` lists all. */
const MOST_LISTED = 20;

/** Exits with 1 if something is missing; the archive is written nevertheless. */
export async function pack(argv: PackArguments): Promise<ExitCode> {
  const work = await chooseWork(argv);
  const folder = resolve(work.submission);
  await refuseOthers(folder, work.submission);
  const rubric = await readRubric(work.rubric);
  // beside the folder, where it is not a part of what is handed in next
  const out = argv.out ?? join(dirname(folder), `${rubric.id}.zip`);
  await ensureFileWritable(out, '--out');
  const packed = await packFolder(folder, rubric);
  const before = await whatIsThere(out, packed.archive, {
    ...argv,
    why: 'and tuxgrade pack did not write it',
    isOwn: isOwnZip,
  });
  if (before !== 'same') await writeAtomically(out, packed.archive);
  const { archive: _archive, ...told } = packed;
  process.stdout.write(argv.json ? toJson({ out, before, ...told }) : tell(out, before, packed));
  return packed.warnings.length === 0 ? EXIT.OK : EXIT.PRECHECK_FAILED;
}

/** Throws USAGE unless it is a folder. */
async function refuseOthers(folder: string, given: string): Promise<void> {
  const facts = await stat(folder).catch(() => null);
  if (facts?.isDirectory() === true) return;
  const found = facts === null ? 'is not there' : 'is not a folder';
  throw new GraderError('USAGE', `${given} ${found}, expected the folder that holds your work`, {
    advice: 'Name the folder: tuxgrade pack FOLDER --rubric RUBRIC',
  });
}

function tell(out: string, before: Before, { packed, left, bytes, archive, warnings, remarks }: Packed): string {
  const lines = [
    ...packed.slice(0, MOST_LISTED).map((path) => `  ${showName(path)}`),
    ...(packed.length > MOST_LISTED ? [`  and ${String(packed.length - MOST_LISTED)} more`] : []),
    ...(left.length === 0 ? [] : [`Not handed in, because the homework does not name it: ${showNames(left)}`]),
    ...remarks.map((remark) => `note: ${remark}`),
    ...warnings.map((warning) => `warning: ${warning}`),
    `${counted(packed.length, 'file')}, ${formatBytes(bytes)}, in an archive of ${formatBytes(archive.length)}`,
    `Hand in: ${out}${WORDS[before]}`,
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
