/** Reads `weightsManifest`: which weights a model has, in which files they lie, how many bytes each takes. Pure. */
import { sizeOf } from '../../schema/tensor.js';
import { showName } from '../names.js';
import { field, isRecord, listField, textField } from './fields.js';

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** The dtype that the model computes with. */
  readonly dtype: string;
  /** The dtype in the file: the quantised one where there is one. */
  readonly stored: string;
  readonly bytes: number;
  /** Of the optimizer: read and counted as bytes, no parameter of the model. */
  readonly optimizer: boolean;
}

/** Weights that lie one after another in these files, taken together. */
export interface WeightGroup {
  /** As written, relative to model.json. */
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

export type ManifestRead =
  | { readonly ok: true; readonly groups: readonly WeightGroup[] }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

/** Bytes an element takes in the file. Strings have no fixed size and no place in a model's weights. */
const STORED_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};
const DTYPES = ['float32', 'int32', 'bool'];
const QUANTISED = ['uint8', 'uint16', 'float16'];
const MAX_WEIGHTS = 100_000;
const MAX_RANK = 8;

class ManifestProblem extends Error {}

export function readManifest(model: unknown): ManifestRead {
  const manifest = listField(model, 'weightsManifest');
  try {
    const groups = manifest.map(readGroup);
    const names = groups.flatMap((group) => group.weights.map((weight) => weight.name));
    if (names.length === 0) {
      throw new ManifestProblem(
        'lists no weights, so the model would run with random ones: export with model.save after training',
      );
    }
    if (names.length > MAX_WEIGHTS) throw new ManifestProblem(`lists more than ${String(MAX_WEIGHTS)} weights`);
    const twice = names.length === new Set(names).size ? undefined : firstRepeated(names);
    if (twice !== undefined) throw new ManifestProblem(`lists the weight ${showName(twice)} twice`);
    return { ok: true, groups };
  } catch (cause) {
    if (cause instanceof ManifestProblem) return { ok: false, problem: cause.message };
    throw cause;
  }
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function readGroup(group: unknown): WeightGroup {
  const paths = listField(group, 'paths');
  if (!paths.every((path) => typeof path === 'string') || paths.length === 0) {
    throw new ManifestProblem('has a group of weights without files (weightsManifest[].paths)');
  }
  return { paths, weights: listField(group, 'weights').map(readWeight) };
}

function readWeight(weight: unknown): WeightSpec {
  const name = textField(weight, 'name');
  if (name === null || name === '') throw new ManifestProblem('lists a weight without a name');
  const shape = readShape(field(weight, 'shape'), name);
  const dtype = textField(weight, 'dtype') ?? '';
  if (!DTYPES.includes(dtype)) {
    throw new ManifestProblem(
      `gives the weight ${showName(name)} the dtype ${showDtype(dtype)}; expected ${DTYPES.join(', ')}`,
    );
  }
  const stored = storedDtype(weight, name) ?? dtype;
  const bytes = sizeOf(shape) * (STORED_BYTES[stored] ?? 0);
  return { name, shape, dtype, stored, bytes, optimizer: textField(weight, 'group') === 'optimizer' };
}

function readShape(shape: unknown, name: string): readonly number[] {
  const sides = Array.isArray(shape) ? (shape as unknown[]) : null;
  const valid = sides?.every((side): side is number => Number.isSafeInteger(side) && Number(side) >= 0) === true;
  if (sides === null || !valid || sides.length > MAX_RANK) {
    throw new ManifestProblem(
      `gives the weight ${showName(name)} a shape that is no list of at most ${String(MAX_RANK)} sides`,
    );
  }
  return sides;
}

/** Quantised weights are as tf.js reads them: uint8 and uint16 with scale and min, or float16. */
function storedDtype(weight: unknown, name: string): string | null {
  const quantization = field(weight, 'quantization');
  if (quantization === undefined || quantization === null) return null;
  const dtype = textField(quantization, 'dtype') ?? '';
  if (!QUANTISED.includes(dtype)) {
    throw new ManifestProblem(
      `quantises the weight ${showName(name)} as ${showDtype(dtype)}; expected ${QUANTISED.join(', ')}`,
    );
  }
  const numbers = isRecord(quantization) ? [field(quantization, 'scale'), field(quantization, 'min')] : [];
  if (dtype !== 'float16' && !numbers.every((value) => typeof value === 'number' && Number.isFinite(value))) {
    throw new ManifestProblem(`quantises the weight ${showName(name)} without a finite scale and min`);
  }
  return dtype;
}

function showDtype(dtype: string): string {
  return dtype === '' ? '(none)' : showName(dtype);
}
