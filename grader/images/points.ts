/** Reads labelled points of an instructor: each row of points.csv has the features and the class of one point. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { GraderError } from '../errors.js';
import { nameForeign } from '../text/look-alikes.js';
import type { TensorData } from '../tensor/tensor.js';
import { DataFaults, dataMissing } from './faults.js';
import { refusePointer } from './pointers.js';
import { labelOf, readStaffTable } from './staff-table.js';

export interface PointFormat {
  /** Columns of the features, in the order in which a model gets them. */
  readonly columns: readonly string[];
  /** Names of the classes in the order of their numbers. */
  readonly classes: readonly string[];
}

export interface LabelledPoints {
  /** [N, features] float32 */
  readonly examples: TensorData;
  /** [N] */
  readonly labels: Int32Array;
}

const LABEL = 'label';

/** `path` is a .csv file, or a folder with points.csv. Throws DATA_MISSING, naming the rows. */
export async function readPoints(path: string, { columns, classes }: PointFormat): Promise<LabelledPoints> {
  const file = extname(path).toLowerCase() === '.csv' ? path : join(path, 'points.csv');
  const header = [...columns, LABEL];
  const faults = new DataFaults();
  const values: number[] = [];
  const labels: number[] = [];
  for (const { where, cells } of readStaffTable(file, await read(file, header), header, faults)) {
    const label = labelOf(cells[columns.length] ?? '', classes, where, faults);
    for (const [index, column] of columns.entries()) values.push(numberOf(cells[index] ?? '', column, where, faults));
    labels.push(label ?? -1);
  }
  faults.throwIfAny('Fix these rows: a number for each feature, with a point for decimals, and the class.');
  const shape = [labels.length, columns.length];
  return { examples: { dtype: 'float32', shape, values: Float32Array.from(values) }, labels: Int32Array.from(labels) };
}

/** As float32, with which models compute; NaN and a fault if it is not a number. */
function numberOf(text: string, column: string, where: string, faults: DataFaults): number {
  // JavaScript would also read 0x10 and a space as numbers
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Math.fround(Number(text)) : NaN;
  if (Number.isFinite(number)) return number;
  const shown = text.slice(0, 20);
  const sign = nameForeign(shown);
  const why = sign ?? (/^[+-]?\d+,\d+$/.test(text) ? 'decimals have a point' : null);
  faults.add(
    `${where}: ${column} is "${shown}", expected a number that float32 holds${why === null ? '' : `; ${why}`}`,
  );
  return NaN;
}

async function read(path: string, header: readonly string[]): Promise<Uint8Array> {
  try {
    return refusePointer(path, await readFile(path));
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    const columns = header.length > 8 ? [...header.slice(0, 3), '...', LABEL] : header;
    throw dataMissing(`cannot read ${path}`, `Points are rows of a file with the header ${columns.join(',')}.`, cause);
  }
}
