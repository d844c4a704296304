/** Held-out examples: generated from a seed, or read from a folder that an instructor keeps elsewhere. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { explainMissingLibrary } from '../data/library.js';
import { orderByPixels } from '../data/order.js';
import { refusePointer } from '../data/pointers.js';
import { GraderError } from '../errors.js';
import { makeCirclePoints } from '../numerics/circle.js';
import type { ExampleSet } from '../schema/resolved.js';
import type { DataSetOf } from '../schema/rubric.js';
import type { TensorData } from '../schema/tensor.js';

const COLUMNS = ['x1', 'x2', 'label'];

/** The examples of a data set that the rubric describes. */
export function generateExamples(set: DataSetOf<'point-in-circle'>): ExampleSet {
  const { examples, labels } = makeCirclePoints(set);
  return { examples, divisor: 1, labels, classes: 2, digest: digestOf(examples, labels) };
}

/** The examples of `folder`/points.csv (x1,x2,label with label 0 or 1); throws DATA_MISSING with the row. */
export async function readExamples(name: string, folder: string): Promise<ExampleSet> {
  const path = join(folder, 'points.csv');
  const rows = parseRows(path, await readData(name, path));
  const values = new Float32Array(rows.length * 2);
  const labels = new Int32Array(rows.length);
  for (const [index, { row, line }] of rows.entries()) {
    const [x1 = '', x2 = '', label = ''] = COLUMNS.map((column) => row[column] ?? '');
    const numbers = [x1, x2].map((text) => (text === '' ? NaN : Math.fround(Number(text))));
    if (!numbers.every((number) => Number.isFinite(number)) || (label !== '0' && label !== '1')) {
      const found = `found ${[x1, x2, label].map((text) => text.slice(0, 20) || 'nothing').join(', ')}`;
      const message = `${path}:${String(line)}: ${found}, expected two numbers and a label of 0 or 1`;
      throw new GraderError('DATA_MISSING', message, { advice: 'Mend this row.' });
    }
    values.set(numbers, index * 2);
    labels[index] = Number(label);
  }
  const examples: TensorData = { dtype: 'float32', shape: [rows.length, 2], values };
  return { examples, divisor: 1, labels, classes: 2, digest: digestOf(examples, labels) };
}

/** Largest value of a pixel: models get values from 0 to 1. */
const WHITE = 255;

/** The images of a folder or a .dat file; throws DATA_MISSING with the file and the row. */
export async function readImages({ classes, side }: DataSetOf<'images'>, path: string): Promise<ExampleSet> {
  // only where it is needed: the image library takes its time to load
  const { loadImages } = await import('../data/load-images.js').catch(explainMissingLibrary);
  // a model must not know labels by the places of their images
  const { pixels, labels } = orderByPixels(await loadImages(path, { classes, side }), side);
  const examples: TensorData = { dtype: 'uint8', shape: [labels.length, side, side, 3], values: pixels };
  return { examples, divisor: WHITE, labels, classes: classes.length, digest: digestOf(examples, labels) };
}

async function readData(name: string, path: string): Promise<string> {
  try {
    return refusePointer(path, await readFile(path)).toString('utf8');
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    throw new GraderError('DATA_MISSING', `--data ${name}: cannot read ${path}`, {
      advice: 'The folder must hold points.csv with the header x1,x2,label.',
      cause,
    });
  }
}

interface Row {
  readonly row: Readonly<Record<string, string>>;
  readonly line: number;
}

function parseRows(path: string, text: string): readonly Row[] {
  try {
    const parsed: unknown = parse(text, { columns: true, bom: true, skip_empty_lines: true, info: true, trim: true });
    const rows = (parsed as { record: Record<string, string>; info: { lines: number } }[]).map(({ record, info }) => ({
      row: record,
      line: info.lines,
    }));
    const [first] = rows;
    if (first === undefined)
      throw new GraderError('DATA_MISSING', `${path} has no rows`, { advice: 'Add rows x1,x2,label.' });
    const missing = COLUMNS.filter((column) => !Object.hasOwn(first.row, column));
    if (missing.length > 0) {
      throw new GraderError('DATA_MISSING', `${path}:1: no column ${missing.join(', ')}`, {
        advice: 'The header is x1,x2,label.',
      });
    }
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new GraderError('DATA_MISSING', `${path}: ${error.message}`, { advice: 'Mend the row.', cause: error });
  }
}

function digestOf(examples: TensorData, labels: Int32Array): string {
  const { values } = examples;
  const hash = createHash('sha256').update(JSON.stringify(examples.shape));
  hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength)).digest('hex');
}
