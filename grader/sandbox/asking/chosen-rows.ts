/**
 * Draws the examples that are repeated: pseudo-random, but the same at every regrade. The seed is made from
 * the bytes of the model's own folder and of the data, so a model cannot contain it: storing it would change it.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Snapshot } from '../../stages/submission.js';
import type { TensorData } from '../../tensor/tensor.js';

/** `count` different rows of the data, in the order drawn; all rows if there are fewer. */
export type ChooseRows = (input: TensorData, count: number, purpose: string) => readonly number[];

/** `path` is the model's file in the snapshot. */
export function chooserFor({ files }: Pick<Snapshot, 'files'>, path: string): ChooseRows {
  const folder = `${posix.dirname(path)}/`;
  const own = createHash('sha256');
  for (const { path: file, sha256 } of files) {
    if (folder === './' || file.startsWith(folder)) own.update(`${file}\0${sha256}\n`);
  }
  const model = own.digest('hex');
  return (input, count, purpose) => {
    const total = input.shape[0] ?? 0;
    return drawRows(total, Math.min(total, count), `${model} ${digestOf(input)} ${purpose}`);
  };
}

/** A data set is used for several models and a whole class: its digest is computed once. */
const digests = new WeakMap<TensorData['values'], string>();

function digestOf({ shape, values }: TensorData): string {
  const known = digests.get(values);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const digest = createHash('sha256')
    .update(`${shape.join(' ')}\n`)
    .update(bytes)
    .digest('hex');
  digests.set(values, digest);
  return digest;
}

/** The first `count` of a shuffle. */
function drawRows(total: number, count: number, seed: string): number[] {
  const rows = Uint32Array.from({ length: total }, (_row, index) => index);
  const next = numbersFrom(seed);
  for (let place = 0; place < count; place += 1) {
    const other = place + (next() % (total - place));
    [rows[place], rows[other]] = [rows[other] ?? 0, rows[place] ?? 0];
  }
  return [...rows.subarray(0, count)];
}

/** Whole numbers in [0, 2^32). */
function numbersFrom(seed: string): () => number {
  let block = Buffer.alloc(0);
  let blocks = 0;
  return () => {
    if (block.length === 0) {
      block = createHash('sha256')
        .update(`${seed} ${String(blocks)}`)
        .digest();
      blocks += 1;
    }
    const number = block.readUInt32LE(0);
    block = block.subarray(4);
    return number;
  };
}
