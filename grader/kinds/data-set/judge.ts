/**
 * Grades a data set that the student collected: points by rule, each for the absence of findings. With less than a
 * tenth of the required images, no rule earns points.
 */
import type { CheckOf } from '../../schema/checks.js';
import {
  FEWEST_OF_A_CLASS,
  IMAGE_CLASSES,
  LABELS_FILE,
  type DataSetReport,
  type FindingCode,
  type Finding,
  type FindingGroup,
  MOST_PICTURED,
} from '../../protocol/data-set.js';
import { elsewhere, strays } from '../../files/elsewhere.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { FileFact } from '../../stages/submission.js';
import { pictureOf, type PngPicture } from '../../tensor/picture.js';
import { examplePicture } from '../../checks/telling/example-picture.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge } from '../../checks/judging/judge.js';

type Rule = CheckOf<'data-set'>['rules'][number];

/** The most findings of a kind that a report names; all are counted. */
const MOST_NAMED = 5;

/** The least share of the required images that shows any care, with copies counted once and those of the course not at all. */
const LEAST_SHARE = 0.1;
/** Each finding is an image that is there already. */
const COPIES: readonly FindingCode[] = ['duplicate', 'duplicate-across-splits', 'course-image'];

export const judgeDataSet: Judge<'data-set'> = (check, { dataSets, files }, rubric) => {
  const report = dataSets.get(check.id);
  if (report === undefined) throw new Error(`${check.path} was not planned to be looked at`);
  if (report.splits.length === 0) {
    const message = `the folder ${check.path} is missing or empty${folderElsewhere(check.path, files)}`;
    return failWith({ code: 'MISSING_FILE', message });
  }
  const images = report.splits.reduce((sum, split) => sum + split.images, 0);
  const few = images === 0 ? null : findFew(check, report, images);
  // an empty set must not count as free of faults
  const rules = check.rules.map((rule) => scoreRule(rule, report, images, images > 0 && few === null));
  return {
    earned: rules.reduce((sum, { earned }) => sum + earned, 0),
    summary: [summarize(report, images), ...(few === null ? [] : [few])].join('; '),
    evidence: {
      type: 'data-set',
      classes: [...(check.classes ?? IMAGE_CLASSES)],
      splits: report.splits.map(({ name, images: count, perClass }) => ({
        name,
        images: count,
        perClass: [...perClass],
      })),
      groups: report.groups.map(({ code, title, mend, count, findings }) => ({
        code,
        title,
        mend,
        count,
        examples: findings.slice(0, MOST_NAMED).map((finding, index) => exampleOf(finding, index, rubric)),
      })),
      rules,
    },
  };
};

/** With pictures of the first ones, and of what each was compared with. */
function exampleOf(finding: Finding, index: number, rubric: ResolvedRubric) {
  const { file, row, found, twin, pictures = [] } = finding;
  const shown = index < MOST_PICTURED ? pictures : [];
  const images = shown.map(({ width, height, pixels }) =>
    pictureOf({ width, height, channels: 3, pixels: Buffer.from(pixels, 'base64') }),
  );
  return {
    ...{ file, row, found },
    ...(twin === undefined ? {} : { twin }),
    ...(images.length === 0 ? {} : { pictures: images }),
    ...(shown.length === 0 ? {} : coursePicture(finding, rubric)),
  };
}

/** The image of the course. Which one it is was claimed by a program that hostile bytes may have taken over. */
function coursePicture({ code, twin = '', twinAt = -1 }: Finding, { data }: ResolvedRubric): { course?: PngPicture } {
  const set = code === 'course-image' ? data.get(twin) : undefined;
  const course = set === undefined ? null : examplePicture(set.examples, twinAt);
  return course === null ? {} : { course };
}

/** A folder with almost that name, or else one with a labels.csv. */
function folderElsewhere(path: string, files: readonly FileFact[]): string {
  const paths = files.map((file) => file.path);
  const folders = new Set(
    paths.flatMap((file) => Array.from(file.matchAll(/\//g), ({ index }) => file.slice(0, index))),
  );
  return elsewhere([path], folders) || elsewhere([`${path}/${LABELS_FILE}`], strays(files));
}

/** A sentence if there are too few different images for any rule to earn points; null if there are enough. */
function findFew(check: CheckOf<'data-set'>, { groups }: DataSetReport, images: number): string | null {
  const asked = (check.classes ?? IMAGE_CLASSES).length * (check.minImagesPerClass ?? FEWEST_OF_A_CLASS);
  const needed = Math.ceil(LEAST_SHARE * asked);
  // one image may be a copy in more than one way
  const different = Math.max(0, images - countOf(groups, COPIES));
  if (different >= needed) return null;
  const are = different === 1 ? 'is 1 different image' : `are ${String(different)} different images`;
  const besides = countOf(groups, ['course-image']) > 0 ? " besides copies of the course's" : '';
  return `there ${are}${besides}, expected ${String(asked)}: fewer than ${String(needed)} earn no points`;
}

function countOf(groups: readonly FindingGroup[], codes: readonly FindingCode[]): number {
  return groups.reduce((sum, { code, count }) => sum + (codes.includes(code) ? count : 0), 0);
}

function scoreRule(rule: Rule, { groups }: DataSetReport, images: number, pays: boolean) {
  const count = countOf(groups, rule.without);
  const holds = pays && count <= Math.floor((rule.atMostShare ?? 0) * images);
  return { without: [...rule.without], points: rule.points, earned: holds ? rule.points : 0, count };
}

function summarize({ groups, splits }: DataSetReport, images: number): string {
  const parts = splits.map(({ name, images: count }) => `${String(count)}${name === '' ? ' images' : ` in ${name}`}`);
  const found = groups.map(({ title, count }: FindingGroup) => `${title.toLowerCase()}: ${String(count)}`);
  if (images === 0) return ['no image that can be used', ...found].join('; ');
  return [parts.join(', '), ...(found.length === 0 ? ['nothing wrong with them'] : found)].join('; ');
}
