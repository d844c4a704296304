/**
 * The rules that a check's model takes the examples of its data set, and has one output for each class or a single one;
 * or, where each pixel has a class, a score for each class of a pixel; or, for regression, one output for each target.
 */
import type { DataSet } from '../../schema/examples.js';
import { counted } from '../../text/counted.js';
import { imageShapeOf } from '../../tensor/images.js';
import type { Rubric, TargetOf } from '../../schema/rubric.js';
import { isSameImage } from '../../tensor/example-shape.js';
import { sizeOf } from '../../tensor/tensor.js';
import { lookUp, type Path, type RuleProblem } from './rule.js';

export interface Fed {
  readonly model: string;
  readonly data: string;
}

/** Assumes that both exist; another rule reports it otherwise. */
export function* examplesFit(path: Path, fed: Fed, rubric: Rubric): Iterable<RuleProblem> {
  const target = lookUp(rubric.targets, fed.model);
  const data = lookUp(rubric.data, fed.data);
  if (target?.kind !== 'model' || data === undefined) return;
  if (data.kind === 'segmentation') {
    const sentence = `data set "${fed.data}" has a class for each pixel: a check of kind segmentation takes it`;
    yield { path, sentence };
    return;
  }
  if (data.kind === 'points' && data.targets !== undefined) {
    const sentence = `data set "${fed.data}" has numbers to predict (targets), not classes: a check of kind metric with mean-squared-error takes it`;
    yield { path, sentence };
    return;
  }
  yield* modelFits(path, fed, { target, data }, (width, classes) => width === 1 || width === classes);
}

/** The same for a check of numbers to predict. */
export function* numbersFit(path: Path, fed: Fed, rubric: Rubric): Iterable<RuleProblem> {
  const target = lookUp(rubric.targets, fed.model);
  const data = lookUp(rubric.data, fed.data);
  if (target?.kind !== 'model' || data === undefined) return;
  if (data.kind !== 'points' || data.targets === undefined) {
    const sentence = `data set "${fed.data}" has no numbers to predict: this check needs one of kind points with targets`;
    yield { path, sentence };
    return;
  }
  yield* modelFits(path, fed, { target, data }, (width, targets) => width === targets);
}

/** The same for a check of kind segmentation. */
export function* segmentationFits(path: Path, fed: Fed, rubric: Rubric): Iterable<RuleProblem> {
  const target = lookUp(rubric.targets, fed.model);
  const data = lookUp(rubric.data, fed.data);
  if (target?.kind !== 'model' || data === undefined) return;
  if (data.kind !== 'segmentation') {
    const sentence = `data set "${fed.data}" is of kind ${data.kind}: this check needs one of kind segmentation, with a class for each pixel`;
    yield { path, sentence };
    return;
  }
  yield* modelFits(path, fed, { target, data }, (width, classes) => width === classes);
}

interface Found {
  readonly target: TargetOf<'model'>;
  readonly data: DataSet;
}

function* modelFits(
  path: Path,
  fed: Fed,
  { target, data }: Found,
  isWidth: (width: number, count: number) => boolean,
): Iterable<RuleProblem> {
  const shape = shapeOf(data);
  const count = widthOf(data);
  const { input, flatten = false, outputs } = target;
  const fits = flatten ? input.join() === String(sizeOf(shape)) : isSameImage(input, shape);
  if (fits && outputs.every((width) => isWidth(width, count))) return;
  const examples = `${shape.length === 3 ? 'images' : 'points'} [${shape.join(', ')}] ${labelledWith(data, count)}`;
  const takes = `takes [${input.join(', ')}]${flatten ? ' flattened' : ''} and gives ${outputs.join(' or ')}`;
  const sentence = `data set "${fed.data}" has ${examples}, but target "${fed.model}" ${takes}`;
  yield { path, sentence: `${sentence}${fits ? '' : adviceFor(input, flatten, shape)}` };
}

function countWord(count: number): string {
  return count === 2 ? 'two' : String(count);
}

function adviceFor(input: readonly number[], flatten: boolean, shape: readonly number[]): string {
  const [height = 0, width = 0, channels = 0] = shape;
  const total = String(sizeOf(shape));
  if (shape.length === 1) return '';
  if (flatten) return `: with flatten: true its input is [${total}]`;
  if (input.join() === total) return ': flatten: true on the target gives images as one row of numbers';
  if (input.join() === [width, height, channels].join()) return ': the height is first';
  if (input.join() === [channels, height, width].join()) return ': channels are last';
  return '';
}

function labelledWith(data: DataSet, count: number): string {
  if (data.kind === 'points' && data.targets !== undefined) return `with ${counted(count, 'target')}`;
  return `of ${countWord(count)} classes`;
}

/** The number of classes, or of numbers to predict. */
function widthOf(data: DataSet): number {
  if (data.kind === 'point-in-circle') return 2;
  return data.kind === 'points' ? (data.targets ?? data.classes ?? []).length : data.classes.length;
}

function shapeOf(data: DataSet): readonly number[] {
  switch (data.kind) {
    case 'point-in-circle':
      return [2];
    case 'points':
      return [data.features];
    case 'images':
    case 'segmentation': {
      const { height, width, channels } = imageShapeOf(data);
      return [height, width, channels];
    }
  }
}
