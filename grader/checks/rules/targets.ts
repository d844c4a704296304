/** The rule that a check's targets exist and are of the kind that it needs. */
import type { Rubric, Target } from '../../schema/rubric.js';
import { lookUp, mustExist, type Path, type RuleProblem } from './rule.js';

export function* targetFits(
  path: Path,
  name: string,
  kind: Target['kind'],
  { targets }: Rubric,
): Iterable<RuleProblem> {
  yield* mustExist(path, 'target', name, targets);
  const target = lookUp(targets, name);
  if (target !== undefined && target.kind !== kind) {
    const others = Object.entries(targets ?? {}).flatMap(([other, { kind: found }]) => (found === kind ? [other] : []));
    const there = others.length === 0 ? 'there is none' : `there are ${others.join(', ')}`;
    yield { path, sentence: `"${name}" is a ${target.kind} target, expected a ${kind} target (${there})` };
  }
}
