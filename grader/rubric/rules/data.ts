/** The rules that data sets can be made or read, and that the inputs of models are consistent. */
import type { DataSetOf } from '../../schema/examples.js';
import { pointColumns } from '../../checks/point-columns.js';
import { classesDiffer, sizeIsWhole } from '../../checks/rules/images.js';
import { imageShapeOf, type ImageShape } from '../../tensor/images.js';
import type { Rubric } from '../../schema/rubric.js';
import { TOO_LARGE } from './given-numbers.js';
import { mustDiffer, type Path, type RuleProblem } from '../../checks/rules/rule.js';

export function* dataRules({ data = {} }: Rubric): Iterable<RuleProblem> {
  for (const [name, set] of Object.entries(data)) {
    const path = ['data', name];
    switch (set.kind) {
      case 'images':
      case 'segmentation':
        yield* classesDiffer(path, set.classes);
        yield* sizeIsWhole(path, set, { isNeeded: true });
        yield* standardFits(path, set);
        break;
      case 'points':
        yield* classesDiffer(path, set.classes ?? []);
        yield* labelledOnce(path, set);
        yield* columnsFit(path, set);
        break;
      case 'point-in-circle':
        yield* boxFits(path, set);
    }
  }
}

function* standardFits(path: Path, set: DataSetOf<'images' | 'segmentation'>): Iterable<RuleProblem> {
  const { range = '0..1', mean, std } = set;
  for (const [key, other] of [
    ['mean', 'std'],
    ['std', 'mean'],
  ] as const) {
    const values = set[key];
    if (values === undefined) continue;
    const at = [...path, key];
    if (set[other] === undefined) yield { path: at, sentence: `${key} without ${other}: give both` };
    yield* oneForEach(at, key, values.length, imageShapeOf(set));
    for (const [index, value] of values.entries()) {
      const sentence = wrongNumber(key, value, range);
      if (sentence !== null) yield { path: [...at, index], sentence };
    }
  }
  if (range === '-1..1' && (mean ?? std) !== undefined) {
    const sentence = 'range -1..1 with mean and std: pixels are standardised from 0..1 or from 0..255';
    yield { path: [...path, 'range'], sentence };
  }
}

function* oneForEach(path: Path, key: string, found: number, { channels }: ImageShape): Iterable<RuleProblem> {
  if (found === 1 || found === channels) return;
  const expected = channels === 1 ? '1 for grey images' : `1, or ${String(channels)} for the channels`;
  yield { path, sentence: `${key} has ${String(found)} numbers, expected ${expected}` };
}

/** Means and deviations of pixels lie within their range; null for one that does. */
function wrongNumber(key: 'mean' | 'std', value: number, range: string): string | null {
  const most = range === '0..255' ? 255 : 1;
  const least = key === 'mean' ? 0 : Number.MIN_VALUE;
  if (key === 'std' && Math.fround(value) === 0) return `std is ${String(value)}, which float32 takes for 0`;
  if (value >= least && value <= most) return null;
  const found = `${key} is ${String(value)}, but pixels are from 0 to ${String(most)} when it is applied`;
  return most === 1 && value <= 255 && value > 0
    ? `${found}: divide it by 255, or give range: 0..255 where models get (pixel - mean) / std`
    : `${found}: give one within`;
}

/** Either classes or numbers to predict. */
function* labelledOnce(path: Path, { classes, targets, label }: DataSetOf<'points'>): Iterable<RuleProblem> {
  if (classes === undefined && targets === undefined) {
    const sentence =
      'neither classes nor targets: give classes, the names of the classes, or targets, the columns with the numbers to predict';
    yield { path, sentence };
  }
  if (targets === undefined) return;
  for (const [key, value] of Object.entries({ classes, label })) {
    if (value === undefined) continue;
    const sentence = `${key} beside targets: give ${key} for classification, or targets for regression`;
    yield { path: [...path, key], sentence };
  }
}

function* columnsFit(path: Path, set: DataSetOf<'points'>): Iterable<RuleProblem> {
  const { features, targets } = set;
  const { features: columns, label } = pointColumns(set);
  if (columns.length !== features) {
    const sentence = `${String(columns.length)} columns, but features is ${String(features)}: make them equal`;
    yield { path: [...path, 'columns'], sentence };
  }
  const named = (key: string, names: readonly string[]) =>
    names.map((name, index) => ({ path: [...path, key, index], name }));
  yield* mustDiffer('column', named('columns', set.columns ?? []));
  yield* mustDiffer('column', named('targets', targets ?? []));
  const others = targets === undefined ? [{ path: [...path, 'label'], name: label }] : named('targets', targets);
  for (const { path: at, name } of others) {
    const place = columns.indexOf(name);
    if (place < 0) continue;
    const holds = targets === undefined ? 'the class' : 'a number to predict';
    // columns that the rubric does not list have no place of their own
    const where = set.columns === undefined ? at : [...path, 'columns', place];
    yield { path: where, sentence: `the column ${name} holds ${holds}: it is not a feature` };
  }
}

function* boxFits(path: Path, { box }: DataSetOf<'point-in-circle'>): Iterable<RuleProblem> {
  for (const side of ['low', 'high'] as const) {
    if (Number.isFinite(Math.fround(box[side]))) continue;
    yield { path: [...path, 'box', side], sentence: `${side} is ${String(box[side])}, ${TOO_LARGE}` };
  }
  if (box.low >= box.high) {
    const sentence = `the box from ${String(box.low)} to ${String(box.high)} is empty: low must be less than high`;
    yield { path: [...path, 'box'], sentence };
  }
}
