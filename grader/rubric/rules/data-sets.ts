/** Checks of collected images: rules that add up, data sets of images to compare with. */
import type { CheckOf } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import { lookUp, mustExist, type Path, type RuleProblem } from './rule.js';

/** Points are kept to this. */
const POINT = 1e-9;

export function* dataSetFits(path: Path, check: CheckOf<'data-set'>, rubric: Rubric): Iterable<RuleProblem> {
  const sum = check.rules.reduce((total, { points }) => total + points, 0);
  if (Math.abs(sum - check.points) > POINT) {
    const sentence = `the rules have ${String(sum)} points together, the check has ${String(check.points)}`;
    yield { path: [...path, 'rules'], sentence };
  }
  yield* namedOnce(path, check);
  yield* againstImages(path, check, rubric);
}

function* namedOnce(path: Path, { rules }: CheckOf<'data-set'>): Iterable<RuleProblem> {
  const seen = new Map<string, number>();
  for (const [index, { without }] of rules.entries()) {
    for (const code of without) {
      const first = seen.get(code);
      if (first !== undefined) {
        const sentence = `${code} is in rule ${String(first + 1)} already: one fault would cost points twice`;
        yield { path: [...path, 'rules', index, 'without'], sentence };
      }
      seen.set(code, first ?? index);
    }
  }
}

function* againstImages(path: Path, check: CheckOf<'data-set'>, rubric: Rubric): Iterable<RuleProblem> {
  for (const [index, name] of (check.against ?? []).entries()) {
    const place = [...path, 'against', index];
    yield* mustExist(place, 'data set', name, rubric.data);
    const kind = lookUp(rubric.data, name)?.kind;
    if (kind !== undefined && kind !== 'images') {
      yield { path: place, sentence: `data set "${name}" has no images to compare with` };
    }
  }
  const isAsked = check.rules.some(({ without }) => without.includes('course-image'));
  if (isAsked && check.against === undefined) {
    yield { path: [...path, 'rules'], sentence: 'course-image is never found without against: [data set]' };
  }
}
