/** False passes for class maps: one class for all pixels, drawn at random, of another image, with classes exchanged. */
import { makeRng } from '../../../grader/numerics/rng.js';
import { segmentedNamed } from '../../../grader/checks/asking/targets.js';
import type { SegmentedSet } from '../../../grader/stages/resolved.js';
import type { TensorData } from '../../../grader/tensor/tensor.js';
import { shippedRubric, returned, type FalsePass, type HandIn, type HandIns } from './false-pass.js';

/** Maps for the whole set; what is asked in another form gets as many pixels of class 0. */
function giving(maps: Uint8Array, sides: readonly number[]): HandIn {
  const shape: TensorData = { dtype: 'int32', shape: [sides.length], values: Int32Array.from(sides) };
  return {
    answer: (probe) => {
      if (probe.kind !== 'predict' || probe.maps === undefined) throw new Error('not asked for maps');
      const { height, width } = probe.maps;
      const rows = probe.input.shape[0] ?? 0;
      const values = probe.id.endsWith('#maps') ? maps : new Uint8Array(rows * height * width);
      return returned({ value: { dtype: 'uint8', shape: [rows, height, width], values }, shape });
    },
  };
}

const sidesOf = ({ examples, classes }: SegmentedSet) => [...examples.shape.slice(1, 3), classes];

function wrongMaps({ maps, classes, examples }: SegmentedSet): Record<string, Uint8Array> {
  const rng = makeRng(13);
  const area = maps.length / (examples.shape[0] ?? 1);
  const one = (label: number) => maps.map(() => label);
  return {
    ...Object.fromEntries(Array.from({ length: classes }, (_, label) => [`class ${String(label)}`, one(label)])),
    'no class': one(255),
    'a class that is none': one(classes),
    'random classes': maps.map(() => Math.floor(rng.nextUniform() * classes)),
    'classes in turn': maps.map((_label, at) => at % classes),
    'classes shifted by one': maps.map((label) => (label + 1) % classes),
    'classes shifted back by one': maps.map((label) => (label + classes - 1) % classes),
    'the maps of other images': maps.map((_label, at) => maps[(at + area) % maps.length] ?? 0),
    'rows in stripes': maps.map((_label, at) => Math.floor(at / 64) % classes),
  };
}

export const SEGMENTATION: FalsePass<'segmentation'> = {
  rubric: () => shippedRubric('hw4-segmentation'),
  right: ({ data }, rubric) => {
    const set = segmentedNamed(data, rubric);
    return giving(set.maps, sidesOf(set));
  },
  wrong: ({ data }, rubric): HandIns => {
    const set = segmentedNamed(data, rubric);
    const sides = sidesOf(set);
    const maps = Object.entries(wrongMaps(set)).map(([name, wrong]): [string, HandIn] => [name, giving(wrong, sides)]);
    return {
      ...Object.fromEntries(maps),
      'fewer images': giving(set.maps.subarray(4096), sides),
      'no images': giving(new Uint8Array(), sides),
      'right maps of another shape': giving(set.maps, [7, 64, 64]),
      'no model': { model: { status: 'missing', sentence: 'it is missing' } },
    };
  },
};
