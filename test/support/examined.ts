/** Examines a model.json alone: the weight files have the declared length, unless a test says otherwise. */
import { examineModel, type Examination } from '../../grader/reader/models/examine.js';

export const MODEL_PATH = 'deep/model.json';

const WIDTHS: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

export function examineJson(json: unknown, weightBytes = declaredBytes(json)): Examination {
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  const sizes = new Map([
    [MODEL_PATH, bytes.length],
    ['deep/weights.bin', weightBytes],
  ]);
  return examineModel(MODEL_PATH, bytes, sizes);
}

interface Declared {
  readonly weightsManifest?: readonly {
    readonly weights: readonly {
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly quantization?: { readonly dtype: string };
    }[];
  }[];
}

/** Of all weights together. */
export function declaredBytes(json: unknown): number {
  const weights = (json as Declared).weightsManifest?.flatMap((group) => group.weights) ?? [];
  return weights.reduce(
    (sum, { shape, dtype, quantization }) =>
      sum + shape.reduce((product, side) => product * side, WIDTHS[quantization?.dtype ?? dtype] ?? 0),
    0,
  );
}
