/** Makes or reads held-out examples: from a seed, or from a folder that an instructor keeps elsewhere. */
import { createHash } from 'node:crypto';
import { NO_CACHE, type Cache } from '../cache/blobs.js';
import { pointColumns } from '../checks/point-columns.js';
import { explainMissingLibrary } from '../images/library.js';
import { orderByPixels, orderMapsByPixels } from '../images/order.js';
import { readPoints, readTargets, type PointFormat, type TargetFormat } from '../images/points.js';
import { makeCirclePoints } from '../numerics/circle.js';
import type { DataSetOf } from '../schema/examples.js';
import { imageShapeOf, scalingOf } from '../tensor/images.js';
import type { ExampleSet, RegressionSet, SegmentedSet } from '../stages/resolved.js';
import type { TensorData } from '../tensor/tensor.js';

/** The examples of a data set that the rubric describes. */
export function generateExamples(set: DataSetOf<'point-in-circle'>): ExampleSet {
  const { examples, labels } = makeCirclePoints(set);
  return { examples, divisor: 1, labels, classes: 2, digest: digestOf(examples, labels) };
}

/** Points in place of those in a circle: x1,x2,label with label 0 or 1. */
const CIRCLE: PointFormat = { columns: ['x1', 'x2'], label: 'label', classes: ['0', '1'] };

/** The examples of `path`/points.csv instead of generated ones; throws DATA_MISSING with the rows. */
export async function readExamples(path: string): Promise<ExampleSet> {
  const { examples, labels } = await readPoints(path, CIRCLE);
  return { examples, divisor: 1, labels, classes: 2, digest: digestOf(examples, labels) };
}

/** The points of a file or of points.csv in a folder; throws DATA_MISSING with the rows. */
export async function readPointSet(set: DataSetOf<'points'>, path: string): Promise<ExampleSet | RegressionSet> {
  const { classes = [], targets } = set;
  const { features: columns, label } = pointColumns(set);
  if (targets !== undefined) return await readRegression(path, { columns, targets });
  const { examples, labels: given } = await readPoints(path, { columns, classes, label });
  // the order of points must not reveal labels: many tables are sorted by class
  const { pixels, labels } = orderByPixels({ pixels: bytesOf(examples), labels: given });
  const ordered: TensorData = { ...examples, values: new Float32Array(pixels.buffer) };
  return { examples: ordered, divisor: 1, labels, classes: classes.length, digest: digestOf(ordered, labels) };
}

async function readRegression(path: string, format: TargetFormat): Promise<RegressionSet> {
  const { examples, targets } = await readTargets(path, format);
  const given = { pixels: bytesOf(examples), maps: bytesOf(targets) };
  const { pixels, maps } = orderMapsByPixels(given, Float32Array.BYTES_PER_ELEMENT * format.targets.length);
  const ordered: TensorData = { ...examples, values: new Float32Array(pixels.buffer) };
  const predicted: TensorData = { ...targets, values: new Float32Array(maps.buffer) };
  return { examples: ordered, divisor: 1, targets: predicted, digest: digestOf(ordered, maps) };
}

function bytesOf({ values: { buffer, byteOffset, byteLength } }: TensorData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The images of a folder or a .dat file; throws DATA_MISSING with the files and the rows. */
export async function readImages(set: DataSetOf<'images'>, path: string, cache: Cache = NO_CACHE): Promise<ExampleSet> {
  // imported only when it is needed, because the image library loads slowly
  const { loadImages } = await import('../images/load-images.js').catch(explainMissingLibrary);
  // the order of images must not reveal labels
  const { pixels, labels } = orderByPixels(await loadImages(path, set, cache));
  const { height, width, channels } = imageShapeOf(set);
  const examples: TensorData = { dtype: 'uint8', shape: [labels.length, height, width, channels], values: pixels };
  return { examples, ...scalingOf(set), labels, classes: set.classes.length, digest: digestOf(examples, labels) };
}

/** The images of a folder and their class maps; throws DATA_MISSING with the files. */
export async function readSegmentation(
  set: DataSetOf<'segmentation'>,
  path: string,
  cache: Cache = NO_CACHE,
): Promise<SegmentedSet> {
  const { loadSegmentation } = await import('../images/load-masks.js').catch(explainMissingLibrary);
  const { height, width, channels } = imageShapeOf(set);
  // names and their order may tell what an image shows
  const { pixels, maps } = orderMapsByPixels(await loadSegmentation(path, set, cache), height * width);
  const shape = [maps.length / (height * width), height, width, channels];
  const examples: TensorData = { dtype: 'uint8', shape, values: pixels };
  return { examples, ...scalingOf(set), maps, classes: set.classes.length, digest: digestOf(examples, maps) };
}

function digestOf(examples: TensorData, labels: Int32Array | Uint8Array): string {
  const hash = createHash('sha256').update(JSON.stringify(examples.shape));
  hash.update(bytesOf(examples));
  return hash.update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength)).digest('hex');
}
