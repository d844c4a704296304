/** The rule that paths stay inside a submission. */
import { kindOf } from '../../kinds/index.js';
import type { Rubric } from '../../schema/rubric.js';
import { mustDiffer, type Path, type RuleProblem } from '../../checks/rules/rule.js';

export function* pathRules({ checks, targets = {} }: Rubric): Iterable<RuleProblem> {
  for (const [index, check] of checks.entries()) {
    const named = kindOf(check)
      .paths(check)
      .map(({ key, path }) => ({ path: ['checks', index, ...key], name: path }));
    for (const { path, name } of named) yield* staysInside(path, name);
    yield* mustDiffer('path', named);
  }
  for (const [name, target] of Object.entries(targets)) {
    if (target.kind === 'model') yield* staysInside(['targets', name, 'path'], target.path);
    else yield* functionFile(['targets', name, 'file'], target.file);
  }
}

function* functionFile(path: Path, file: string): Iterable<RuleProblem> {
  yield* staysInside(path, file);
  const ending = /\.[cm]?[jt]sx?$/.exec(file);
  if (ending !== null) {
    const bare = file.slice(0, ending.index);
    yield { path, sentence: `"${file}" has an ending: write "${bare}", so that .ts and .js are both looked for` };
  }
}

function* staysInside(path: Path, value: string): Iterable<RuleProblem> {
  const sides = value.split('/');
  const leaves = /^[A-Za-z]:/.test(value) || value.includes('\\') || value.includes('\0');
  if (leaves || sides.some((side) => side === '' || side === '.' || side === '..')) {
    const sentence = `"${value}" is not a path inside a submission: write it relative, with forward slashes and without . or ..`;
    yield { path, sentence };
  }
}
