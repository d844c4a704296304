/**
 * Examines the data sets that a plan names. Their files are read, decoded and compared in the sandbox; the result is a
 * bounded report for each.
 */
import { posix } from 'node:path';
import type { Cache } from '../cache/blobs.js';
import { ADVICE } from './analysis/advice.js';
import { NO_COURSE, type CourseSet } from './analysis/course.js';
import { examineDataSet } from './analysis/examine.js';
import { courseFeatures } from './course-features.js';
import {
  LABELS_FILE,
  SPLIT_NAMES,
  type DataSetReport,
  type DataSetRules,
  type ExamineTask,
  type PackedCourse,
} from '../protocol/data-set.js';
import type { DataSetPlan } from '../stages/data-set.js';
import { imageShapeOf } from '../tensor/images.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { isNoContent } from '../files/tool-files.js';
import type { Snapshot } from '../stages/submission.js';
import type { DecoderOptions } from '../sandbox/reading/decoder-session.js';
import { programsDigest } from '../sandbox/kits/kit.js';
import type { Evaluations } from '../sandbox/observing/evaluations.js';
import { examineInSandbox } from '../sandbox/reading/examine.js';

/** The rules for a data set and what it is compared with. */
export interface DataSetTask {
  readonly path: string;
  readonly rules: DataSetRules;
  readonly course: PackedCourse | null;
}

interface Options extends DecoderOptions {
  readonly rubric: ResolvedRubric;
  readonly cache?: Cache | undefined;
  /** What is known of data sets that were examined before; default: nothing. */
  readonly evaluations?: Evaluations | undefined;
}

/** One report for each check. Throws a GraderError if the sandbox fails. */
export async function seeDataSets(
  snapshot: Snapshot,
  plans: readonly DataSetPlan[],
  { rubric, cache, evaluations, ...options }: Options,
): Promise<ReadonlyMap<string, DataSetReport>> {
  const taskOf = async (plan: DataSetPlan) => ({ ...plan, course: await courseFor(plan, { rubric, cache }) });
  const seen = new Map<string, DataSetReport>();
  for (const plan of plans) {
    const asked = whatIsExamined(snapshot, plan, rubric);
    const known = (await evaluations?.recall(asked)) ?? null;
    const report = (known as DataSetReport | null) ?? (await seeDataSet(snapshot, await taskOf(plan), options));
    if (known === null && !brokeDecoder(report)) await evaluations?.remember(asked, report);
    seen.set(plan.check, report);
  }
  return seen;
}

/** Everything that the report depends on. */
function whatIsExamined(
  snapshot: Snapshot,
  { check: _check, path, ...asked }: DataSetPlan,
  { data }: ResolvedRubric,
): object {
  const inside = new Set(filesBelow(snapshot, path));
  return {
    programs: programsDigest(),
    files: snapshot.files
      .filter((file) => inside.has(file.path))
      .map((file) => [posix.relative(path, file.path), file.sha256]),
    asked,
    against: asked.against.map((name) => data.get(name)?.digest ?? null),
  };
}

/** On another day it might not: such a report must be made anew. */
function brokeDecoder({ groups }: DataSetReport): boolean {
  return groups.some(({ findings }) =>
    findings.some(({ found }) => found.includes('decoder') || found.includes('took more')),
  );
}

/** Without splits if the folder is missing. */
export async function seeDataSet(
  snapshot: Snapshot,
  { path, rules, course }: DataSetTask,
  options: DecoderOptions,
): Promise<DataSetReport> {
  const splits = splitsOf(snapshot, path).map((name) => {
    const folder = posix.join(path, name);
    const labelsFile = posix.join(folder, LABELS_FILE);
    const below = filesBelow(snapshot, folder);
    const inside = below.filter((file) => file !== labelsFile);
    const files = inside.map((file) => posix.relative(folder, file));
    return { name, folder, files, hasLabels: inside.length < below.length };
  });
  if (splits.length === 0) return examineDataSet({ splits: [] }, { ...rules, course: NO_COURSE });
  const task: ExamineTask = { rules, splits, course };
  const claimed = await examineInSandbox(snapshot.root, task, options);
  return { splits: claimed.splits, groups: claimed.groups.map((group) => ({ ...group, ...ADVICE[group.code] })) };
}

/** The folder itself, or its train and valid; none if it is missing. */
function splitsOf(snapshot: Snapshot, path: string): readonly string[] {
  const files = filesBelow(snapshot, path);
  if (files.every(isNoContent)) return [];
  if (files.includes(posix.join(path, LABELS_FILE))) return [''];
  const found = SPLIT_NAMES.filter((name) => files.some((file) => file.startsWith(`${posix.join(path, name)}/`)));
  return found.length > 0 ? found : [''];
}

function filesBelow({ files }: Snapshot, folder: string): string[] {
  const start = folder === '' || folder === '.' ? '' : `${posix.normalize(folder)}/`;
  return files.filter(({ path }) => path.startsWith(start)).map(({ path }) => path);
}

const known = new WeakMap<ResolvedRubric, Map<string, Promise<PackedCourse | null>>>();

/** The features of the images in the rubric's data sets; computed once for a rubric. */
async function courseFor(
  { against, rules }: DataSetPlan,
  { rubric, cache }: Pick<Options, 'rubric' | 'cache'>,
): Promise<PackedCourse | null> {
  const { width, height } = imageShapeOf(rules);
  const key = `${String(width)} ${String(height)} ${against.join()}`;
  const kept = known.get(rubric) ?? new Map<string, Promise<PackedCourse | null>>();
  const sets = () => against.flatMap((name) => courseSet(name, rubric));
  const course = kept.get(key) ?? courseFeatures(sets(), { width, height }, cache);
  known.set(rubric, kept.set(key, course));
  return await course;
}

function courseSet(name: string, { data }: ResolvedRubric): CourseSet[] {
  const set = data.get(name);
  if (set === undefined) throw new Error(`data set ${name} was not resolved`);
  const { values } = set.examples;
  return values instanceof Uint8Array ? [{ name, pixels: values, labels: set.labels }] : [];
}
