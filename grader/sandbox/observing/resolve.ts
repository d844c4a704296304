/** Which file of a submission is meant by a name without its ending. */
import type { StudentErrorReport } from '../../schema/report.js';
import type { Snapshot } from '../../schema/submission.js';
import { stripControls } from '../process/text.js';

const ENDINGS = ['.ts', '.js', '.mjs', '.cjs'];
const MOST_SHOWN = 80;

export type Resolved =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly error: StudentErrorReport };

/** The one file that `file` names; two of them, or none, are the student's to mend, in words that say how. */
export function resolveModule(file: string, { files }: Pick<Snapshot, 'files'>): Resolved {
  const paths = files.map(({ path }) => path);
  const found = ENDINGS.map((ending) => file + ending).filter((path) => paths.includes(path));
  const [path] = found;
  if (path === undefined) return { ok: false, error: { code: 'MISSING_FILE', message: missing(file, paths) } };
  if (found.length === 1) return { ok: true, path };
  const message = `both ${found.join(' and ')} are there: hand in one of them, so that it is clear which one counts`;
  return { ok: false, error: { code: 'LOAD_FAILED', message } };
}

function missing(file: string, paths: readonly string[]): string {
  const wanted = `${file}.ts (or .js, .mjs, .cjs) is missing`;
  const near = paths.find((path) => isNear(path, file));
  if (near === undefined) return wanted;
  const shown = stripControls(near)
    .replace(/[\t\n]/g, ' ')
    .slice(0, MOST_SHOWN);
  const same = baseOf(near) === baseOf(file);
  return `${wanted}; ${shown} is there: ${same ? 'put it at' : 'call it by'} exactly that name`;
}

/** The same name in other letters, in another folder, or with another ending. */
function isNear(path: string, file: string): boolean {
  const plain = (name: string) =>
    baseOf(name)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
  return plain(path) !== '' && plain(path) === plain(file);
}

/** The last part of a path, up to its first dot. */
function baseOf(path: string): string {
  return path.split('/').at(-1)?.split('.')[0] ?? '';
}
