/**
 * Which files of a folder are handed in: those that the rubric names, and those that they need. All paths are relative
 * to the submission, as intake places them. Pure.
 */
import { elsewhere } from '../../files/elsewhere.js';
import { comparePaths, plainPath } from '../../files/names.js';
import { CODE_ENDINGS } from '../../files/other-kinds.js';
import { keyOfWanted } from '../../intake/place/roots.js';
import { missingSentence } from '../../intake/models/missing-model.js';
import { kindOf } from '../../kinds/index.js';
import { expectedPaths } from '../../plan/expects.js';
import { formsOf, modelFileOf } from '../../protocol/model-forms.js';
import type { Rubric } from '../../schema/rubric.js';

/** What a rubric names. */
export interface Named {
  readonly files: ReadonlySet<string>;
  /** Folders of which everything is handed in, with a slash at the end. */
  readonly folders: readonly string[];
  /** Files of code, of which each imports others. */
  readonly code: ReadonlySet<string>;
  /** Descriptions of models, beside which weights lie. */
  readonly models: ReadonlySet<string>;
}

export function namedBy(rubric: Rubric): Named {
  const files = new Set(expectedPaths(rubric).map(plainPath));
  const folders = rubric.checks
    .flatMap((check) => kindOf(check).paths(check))
    .flatMap(({ path, files: inside }) => (inside === undefined ? [] : [`${plainPath(path).replace(/\/$/, '')}/`]));
  const targets = Object.values(rubric.targets ?? {});
  const code = targets.flatMap((target) =>
    target.kind === 'function' ? CODE_ENDINGS.map((ending) => plainPath(target.file + ending)) : [],
  );
  const models = targets.flatMap((target) =>
    target.kind === 'model' && formsOf(target).includes('tfjs') ? [plainPath(modelFileOf(target.path, 'tfjs'))] : [],
  );
  return { files, folders: [...new Set(folders)], code: new Set(code), models: new Set(models) };
}

export interface Contents {
  /** In the order of the archive. */
  readonly packed: readonly string[];
  readonly left: readonly string[];
}

/** `needed` are files that a named file refers to. */
export function chooseContents(paths: readonly string[], named: Named, needed: ReadonlySet<string>): Contents {
  const isPacked = (path: string) =>
    named.files.has(path) || needed.has(path) || named.folders.some((folder) => path.startsWith(folder));
  const inOrder = [...paths].sort(comparePaths);
  return { packed: inOrder.filter(isPacked), left: inOrder.filter((path) => !isPacked(path)) };
}

/** A sentence for each thing that the rubric names and that is not there, in its order. */
export function missingFrom(paths: readonly string[], rubric: Rubric): readonly string[] {
  const there = new Set(paths);
  const named = expectedPaths(rubric).map(plainPath);
  const strays = paths.filter((path) => !named.includes(path));
  const groups = new Map<string, string[]>();
  for (const path of named) groups.set(keyOfWanted(path), [...(groups.get(keyOfWanted(path)) ?? []), path]);
  return [...groups.values()]
    .filter((group) => !group.some((path) => there.has(path)))
    .map((group) => modelSentence(group, rubric, strays) ?? `${nameOf(group)} is missing${elsewhere(group, strays)}`);
}

function modelSentence(group: readonly string[], { targets = {} }: Rubric, strays: readonly string[]): string | null {
  for (const target of Object.values(targets)) {
    if (target.kind !== 'model') continue;
    const forms = formsOf(target);
    const own = forms.map((form) => plainPath(modelFileOf(target.path, form)));
    if (own.some((path) => group.includes(path))) return missingSentence({ path: target.path, forms }, strays);
  }
  return null;
}

/** Code may have any of four endings. */
function nameOf([first = '', second]: readonly string[]): string {
  if (second === undefined) return first;
  const isCode = CODE_ENDINGS.some((ending) => first.endsWith(ending));
  return isCode ? `${first} (or .js)` : `${first} or ${second}`;
}
