/** Finds the file of a submission for a name without its extension. */
import { elsewhere, strays } from '../../files/elsewhere.js';
import { POINTER_OF_STUDENT } from '../../files/lfs.js';
import { CODE_ENDINGS } from '../../files/other-kinds.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';

export type Resolved =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly error: StudentErrorReport };

/** The file that `file` names; several, or none, are a student fault, with a sentence that says how to fix it. */
export function resolveModule(file: string, { files }: Pick<Snapshot, 'files'>): Resolved {
  const wanted = CODE_ENDINGS.map((ending) => file.normalize('NFC') + ending);
  const found = wanted.flatMap((path) => files.filter((fact) => fact.path === path));
  const [fact] = found;
  if (fact === undefined) {
    const message = `${file}.ts (or .js, .mjs, .cjs) is missing${elsewhere(wanted, strays(files))}`;
    return { ok: false, error: { code: 'MISSING_FILE', message } };
  }
  const { path, isPointer } = fact;
  if (found.length > 1) {
    const both = found.map((one) => one.path).join(' and ');
    const message = `both ${both} are there: hand in one of them, so that it is clear which one counts`;
    return { ok: false, error: { code: 'LOAD_FAILED', message } };
  }
  if (isPointer === true) {
    return { ok: false, error: { code: 'LOAD_FAILED', message: `${path} ${POINTER_OF_STUDENT}` } };
  }
  return { ok: true, path };
}
