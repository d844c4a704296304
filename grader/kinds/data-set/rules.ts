/** The rules for checks of collected images: points that add up, and data sets of images to compare with. */
import { imageShapeOf, sizeWords, type ImageSizeFields } from '../../tensor/images.js';
import type { Rubric } from '../../schema/rubric.js';
import { classesDiffer, sizeIsWhole } from '../../checks/rules/images.js';
import type { DataSetCheck } from './schema.js';
import { lookUp, mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';

/** The precision of points. */
const POINT = 1e-9;

export function* dataSetRules(path: Path, check: DataSetCheck, rubric: Rubric): Iterable<RuleProblem> {
  const sum = check.rules.reduce((total, { points }) => total + points, 0);
  if (Math.abs(sum - check.points) > POINT) {
    const sentence = `the rules have ${String(sum)} points together, the check has ${String(check.points)}`;
    yield { path: [...path, 'rules'], sentence };
  }
  yield* namedOnce(path, check);
  yield* sizeIsWhole(path, check, { isNeeded: false });
  yield* largeEnough(path, check);
  yield* classesDiffer(path, check.classes ?? []);
  yield* againstImages(path, check, rubric);
}

/** Smaller images cannot be examined, and larger ones need too much of the decoder's memory. */
const SIDES = { fewest: 8, most: 512 };

function* largeEnough(path: Path, check: DataSetCheck): Iterable<RuleProblem> {
  for (const key of ['side', 'width', 'height'] as const) {
    const found = check[key];
    if (found === undefined || (found >= SIDES.fewest && found <= SIDES.most)) continue;
    const range = `from ${String(SIDES.fewest)} to ${String(SIDES.most)}`;
    yield { path: [...path, key], sentence: `${key} is ${String(found)}, expected a number of pixels ${range}` };
  }
}

function* namedOnce(path: Path, { rules }: DataSetCheck): Iterable<RuleProblem> {
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

function* againstImages(path: Path, check: DataSetCheck, rubric: Rubric): Iterable<RuleProblem> {
  for (const [index, name] of (check.against ?? []).entries()) {
    const place = [...path, 'against', index];
    yield* mustExist(place, 'data set', name, rubric.data);
    const set = lookUp(rubric.data, name);
    if (set !== undefined && set.kind !== 'images') {
      yield { path: place, sentence: `data set "${name}" has no images to compare with` };
    } else if (set !== undefined) yield* sameSize(place, name, set, check);
  }
  const isAsked = check.rules.some(({ without }) => without.includes('course-image'));
  if (isAsked && check.against === undefined) {
    yield { path: [...path, 'rules'], sentence: 'course-image is never found without against: [data set]' };
  }
}

function* sameSize(path: Path, name: string, set: ImageSizeFields, check: ImageSizeFields): Iterable<RuleProblem> {
  const [theirs, asked] = [imageShapeOf(set), imageShapeOf(check)];
  if (sizeWords(theirs) === sizeWords(asked)) return;
  const sentence = `data set "${name}" has images of ${sizeWords(theirs)}, this check asks for ${sizeWords(asked)}: they cannot be compared`;
  yield { path, sentence };
}
