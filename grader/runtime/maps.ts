/**
 * Class maps of a segmentation model: of the scores for each pixel only the largest is kept, batch by batch, so that the
 * scores of a whole data set are never in memory or on the channel. Must not know labels.
 */
import { IGNORED, scoresOf, type MapForm } from '../tensor/class-maps.js';
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import type { Network } from './network.js';
import { answersFor, type PredictOptions } from './predict.js';

export interface MapPrediction {
  /** The shape of what the model gives for one example. */
  readonly sides: readonly number[];
  /** [N, height, width]; null if the shape is not that of scores for each pixel. */
  readonly maps: TensorData | null;
  /** The model did not change its input. */
  readonly inputKept: boolean;
}

interface MapOptions extends Omit<PredictOptions, 'mostValues'> {
  readonly form: MapForm;
}

/** Maps for all examples, `batchSize` at a time. Throws a plain sentence. */
export async function predictMaps(
  network: Network,
  input: TensorData,
  { batchSize, form, ...scaling }: MapOptions,
): Promise<MapPrediction> {
  const total = input.shape[0] ?? 0;
  const area = form.height * form.width;
  const values = new Uint8Array(total * area);
  let sides: readonly number[] | null = null;
  let inputKept = true;
  let start = 0;
  for await (const part of answersFor(network, input, batchSize, scaling)) {
    sides ??= part.sides;
    if (String(part.sides) !== String(sides)) throw new Error('the model gives outputs of different shapes');
    inputKept &&= part.inputKept;
    // every batch would have that shape
    if (!isForm(sides, form)) return { sides, maps: null, inputKept };
    keepLargest(part.values, form.classes, values.subarray(start * area));
    start += batchSize;
  }
  const shape = [total, form.height, form.width];
  return { sides: sides ?? [], maps: { dtype: 'uint8', shape, values }, inputKept };
}

function isForm(sides: readonly number[], form: MapForm): boolean {
  return String(sides) === String(scoresOf(form)) && sizeOf(sides) > 0;
}

/** The first of equal scores; no class where one of them is not finite. */
function keepLargest(scores: Float32Array, classes: number, out: Uint8Array): void {
  // plain loops: this is done for every pixel of a thousand images
  for (let pixel = 0; pixel * classes < scores.length; pixel += 1) {
    let best = 0;
    let isFinite = true;
    for (let label = 0; label < classes; label += 1) {
      const score = scores[pixel * classes + label] ?? NaN;
      if (!Number.isFinite(score)) isFinite = false;
      if (score > (scores[pixel * classes + best] ?? NaN)) best = label;
    }
    out[pixel] = isFinite ? best : IGNORED;
  }
}
