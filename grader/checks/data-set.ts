/** A data set that the student collected: points by rule, each for findings that must not be there. */
import { courseImages, NO_COURSE, type CourseImages, type CourseSet } from '../dataset/course.js';
import { examineDataSet, type DataSetReport, type FindingGroup } from '../dataset/examine.js';
import type { CheckOf } from '../schema/checks.js';
import { IMAGE_CLASSES, IMAGE_SIDE } from '../schema/data-set.js';
import type { ResolvedRubric } from '../schema/resolved.js';
import { failWith } from './failure.js';
import type { Judge } from './judge.js';

type Rule = CheckOf<'data-set'>['rules'][number];

/** Findings of a kind that a report names; all are counted. */
const MOST_NAMED = 5;

export const judgeDataSet: Judge<'data-set'> = (check, { dataSets }, rubric) => {
  const seen = dataSets.get(check.path);
  if (seen === undefined) throw new Error(`${check.path} was not planned to be looked at`);
  if (seen.splits.length === 0) {
    return failWith({ code: 'MISSING_FILE', message: `the folder ${check.path} is missing or empty` });
  }
  const report = examineDataSet(seen, {
    classes: check.classes ?? IMAGE_CLASSES,
    side: check.side ?? IMAGE_SIDE,
    minImagesPerClass: check.minImagesPerClass ?? 50,
    maxImbalance: check.maxImbalance ?? 3,
    course: courseOf(check, rubric),
    labelNoise: check.rules.some(({ without }) => without.includes('label-doubtful')),
  });
  const images = report.splits.reduce((sum, split) => sum + split.images, 0);
  const rules = check.rules.map((rule) => scoreRule(rule, report, images));
  return {
    earned: rules.reduce((sum, { earned }) => sum + earned, 0),
    summary: summarize(report, images),
    evidence: {
      type: 'data-set',
      splits: report.splits.map(({ name, images: count, perClass }) => ({
        name,
        images: count,
        perClass: [...perClass],
      })),
      groups: report.groups.map(({ code, title, mend, findings }) => ({
        code,
        title,
        mend,
        count: findings.length,
        examples: findings.slice(0, MOST_NAMED).map(({ file, row, found }) => ({ file, row, found })),
      })),
      rules,
    },
  };
};

function scoreRule(rule: Rule, { groups }: DataSetReport, images: number) {
  const counted = groups.filter(({ code }) => rule.without.includes(code));
  const count = counted.reduce((sum, { findings }) => sum + findings.length, 0);
  // nothing is free of faults only because there is nothing
  const holds = images > 0 && count <= Math.floor((rule.atMostShare ?? 0) * images);
  return { without: [...rule.without], points: rule.points, earned: holds ? rule.points : 0, count };
}

function summarize({ groups, splits }: DataSetReport, images: number): string {
  const parts = splits.map(({ name, images: count }) => `${String(count)}${name === '' ? ' images' : ` in ${name}`}`);
  const found = groups.map(({ title, findings }: FindingGroup) => `${title.toLowerCase()}: ${String(findings.length)}`);
  if (images === 0) return ['no image that can be used', ...found].join('; ');
  return [parts.join(', '), ...(found.length === 0 ? ['nothing wrong with them'] : found)].join('; ');
}

const known = new WeakMap<ResolvedRubric, Map<string, CourseImages>>();

/** The images of the rubric's data sets; worked out once for a rubric. */
function courseOf({ against, side }: CheckOf<'data-set'>, rubric: ResolvedRubric): CourseImages {
  if (against === undefined) return NO_COURSE;
  const key = against.join();
  const kept = known.get(rubric) ?? new Map<string, CourseImages>();
  const images =
    kept.get(key) ??
    courseImages(
      against.flatMap((name) => courseSet(name, rubric)),
      side ?? IMAGE_SIDE,
    );
  known.set(rubric, kept.set(key, images));
  return images;
}

function courseSet(name: string, { data }: ResolvedRubric): CourseSet[] {
  const set = data.get(name);
  if (set === undefined) throw new Error(`data set ${name} was not resolved`);
  const { values } = set.examples;
  return values instanceof Uint8Array ? [{ name, pixels: values, labels: set.labels }] : [];
}
