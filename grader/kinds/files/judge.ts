/** Grades files that must exist; their content is for other checks. */
import { elsewhere, strays } from '../../files/elsewhere.js';
import { POINTER_OF_STUDENT } from '../../files/lfs.js';
import type { FileFact } from '../../stages/submission.js';
import type { CheckOf } from '../../schema/checks.js';
import type { Judge } from '../../checks/judging/judge.js';

type Wanted = CheckOf<'files'>['files'][number];

/** Each file earns an equal share. */
export const judgeFiles: Judge<'files'> = (check, seen) => {
  const files = check.files.map((wanted) => judgeFile(wanted, seen.files));
  const found = files.filter(({ ok }) => ok).length;
  const first = files.find(({ ok }) => !ok);
  return {
    earned: (check.points * found) / files.length,
    summary: first === undefined ? files.map(({ sentence }) => sentence).join('; ') : first.sentence,
    evidence: { type: 'files', files },
  };
};

function judgeFile({ path, maxBytes }: Wanted, facts: readonly FileFact[]) {
  const fact = facts.find((file) => file.path === path.normalize('NFC'));
  if (fact === undefined) {
    if (facts.some((file) => file.path.startsWith(`${path}/`))) {
      return { path, bytes: null, ok: false, sentence: `${path} is a folder, expected a file of this name` };
    }
    return { path, bytes: null, ok: false, sentence: `${path} is missing${elsewhere([path], strays(facts))}` };
  }
  if (fact.isPointer === true) return { path, bytes: fact.bytes, ok: false, sentence: `${path} ${POINTER_OF_STUDENT}` };
  if (fact.bytes === 0) return { path, bytes: 0, ok: false, sentence: `${path} is empty` };
  if (maxBytes !== undefined && fact.bytes > maxBytes) {
    return {
      path,
      bytes: fact.bytes,
      ok: false,
      sentence: `${path} has ${String(fact.bytes)} bytes, at most ${String(maxBytes)}`,
    };
  }
  return { path, bytes: fact.bytes, ok: true, sentence: `${path} is there` };
}
