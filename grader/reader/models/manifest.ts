/** Reads `weightsManifest`: the weights of a model, their files, and the bytes of each. Pure. */
import { sizeOf } from '../../tensor/tensor.js';
import { bytesOfType } from '../../translation/files.js';
import { showName } from '../../files/names.js';
import { field, listField, problemOfName, textField } from '../../text/fields.js';

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** The dtype that the model computes with. */
  readonly dtype: string;
  /** The dtype in the file: the quantised one if there is one. */
  readonly stored: string;
  readonly bytes: number;
  /** In the group of the optimizer's weights. A LayersModel ignores these; a graph loads them like any other. */
  readonly optimizer: boolean;
  /** The factor for a stored number and what is then added; null if it is used unchanged. */
  readonly scaling: { readonly scale: number; readonly min: number } | null;
}

/** Weights that are stored one after another in these files, concatenated. */
export interface WeightGroup {
  /** As written, relative to model.json. */
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

export type ManifestRead =
  | { readonly ok: true; readonly groups: readonly WeightGroup[] }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

const DTYPES = ['float32', 'int32', 'bool'];
const QUANTISED = ['uint8', 'uint16', 'float16'];
/** The most that a worker can report in one answer; the largest real networks have about a thousand. */
const MAX_WEIGHTS = 10_000;
const MAX_NAMES_BYTES = 2 ** 20;
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
    if (names.length > MAX_WEIGHTS) {
      throw new ManifestProblem(`lists ${String(names.length)} weights; the limit is ${String(MAX_WEIGHTS)}`);
    }
    if (Buffer.byteLength(JSON.stringify(names)) > MAX_NAMES_BYTES) {
      throw new ManifestProblem('lists weights whose names are longer than 1 MiB together: give them short names');
    }
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
  const weights = listField(group, 'weights').map(readWeight);
  const isEmpty = weights.every(({ bytes }) => bytes === 0);
  if (!paths.every((path) => typeof path === 'string') || (paths.length === 0 && !isEmpty)) {
    throw new ManifestProblem('has a group of weights without files (weightsManifest[].paths)');
  }
  return { paths, weights };
}

function readWeight(weight: unknown): WeightSpec {
  const name = textField(weight, 'name');
  if (name === null || name === '') throw new ManifestProblem('lists a weight without a name');
  const long = problemOfName(name, 'a weight with a name');
  if (long !== null) throw new ManifestProblem(long);
  const shape = readShape(field(weight, 'shape'), name);
  const dtype = textField(weight, 'dtype') ?? '';
  if (!DTYPES.includes(dtype)) {
    throw new ManifestProblem(
      `gives the weight ${showName(name)} the dtype ${showDtype(dtype)}; expected ${DTYPES.join(', ')}`,
    );
  }
  const quantised = quantisationOf(weight, name);
  const stored = quantised?.dtype ?? dtype;
  const bytes = sizeOf(shape) * bytesOfType(stored);
  const optimizer = textField(weight, 'group') === 'optimizer';
  return { name, shape, dtype, stored, bytes, optimizer, scaling: quantised?.scaling ?? null };
}

function readShape(shape: unknown, name: string): readonly number[] {
  const sides = Array.isArray(shape) ? (shape as unknown[]) : null;
  const valid = sides?.every((side): side is number => Number.isSafeInteger(side) && Number(side) >= 0) === true;
  if (sides === null || !valid || sides.length > MAX_RANK) {
    throw new ManifestProblem(
      `gives the weight ${showName(name)} a shape that is not a list of at most ${String(MAX_RANK)} sides`,
    );
  }
  return sides;
}

/** The quantisations that tf.js reads: uint8 and uint16 with scale and min, or float16. */
function quantisationOf(weight: unknown, name: string): (Pick<WeightSpec, 'scaling'> & { dtype: string }) | null {
  const quantization = field(weight, 'quantization');
  if (quantization === undefined || quantization === null) return null;
  const dtype = textField(quantization, 'dtype') ?? '';
  if (!QUANTISED.includes(dtype)) {
    throw new ManifestProblem(
      `quantises the weight ${showName(name)} as ${showDtype(dtype)}; expected ${QUANTISED.join(', ')}`,
    );
  }
  const computed = textField(weight, 'dtype');
  if (computed !== 'float32' && (computed !== 'int32' || dtype === 'float16')) {
    throw new ManifestProblem(`quantises the weight ${showName(name)} of dtype ${computed ?? ''} as ${dtype}`);
  }
  if (dtype === 'float16') return { dtype, scaling: null };
  const [scale, min] = [field(quantization, 'scale'), field(quantization, 'min')];
  if (!isFinite(scale) || !isFinite(min)) {
    throw new ManifestProblem(`quantises the weight ${showName(name)} without a finite scale and min`);
  }
  return { dtype, scaling: { scale, min } };
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function showDtype(dtype: string): string {
  return dtype === '' ? '(none)' : showName(dtype);
}
