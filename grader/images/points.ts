/**
 * Reads points of an instructor: each row of points.csv has the features of one point, and its class or the numbers to
 * predict.
 */
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { GraderError } from '../errors.js';
import { nameForeign } from '../text/look-alikes.js';
import type { TensorData } from '../tensor/tensor.js';
import { DataFaults, dataMissing } from './faults.js';
import { refusePointer } from './pointers.js';
import { labelOf, readStaffTable, type StaffRow } from './staff-table.js';

export interface PointFormat {
  /** Columns of the features, in the order in which a model gets them. */
  readonly columns: readonly string[];
  /** The column of the class. */
  readonly label: string;
  /** Names of the classes in the order of their numbers. */
  readonly classes: readonly string[];
}

export interface LabelledPoints {
  /** [N, features] float32 */
  readonly examples: TensorData;
  /** [N] */
  readonly labels: Int32Array;
}

export interface TargetFormat {
  readonly columns: readonly string[];
  /** Columns of the numbers to predict. */
  readonly targets: readonly string[];
}

export interface PointsWithTargets {
  /** [N, features] float32 */
  readonly examples: TensorData;
  /** [N, targets] float32 */
  readonly targets: TensorData;
}

/** A table is read as a whole; the rows are as many as generated points may be. */
const MOST = { bytes: 64 * 1024 * 1024, rows: 1_000_000 };

/** `path` is a .csv file, or a folder with points.csv. Throws DATA_MISSING, naming the rows. */
export async function readPoints(path: string, { columns, label, classes }: PointFormat): Promise<LabelledPoints> {
  const labels: number[] = [];
  const examples = await readTable(path, [columns, [label]], (text, { where }, faults) => {
    labels.push(labelOf(text, classes, where, faults) ?? -1);
  });
  return { examples, labels: Int32Array.from(labels) };
}

/** The same for points with numbers to predict. */
export async function readTargets(path: string, { columns, targets }: TargetFormat): Promise<PointsWithTargets> {
  const values: number[] = [];
  const examples = await readTable(path, [columns, targets], (text, { where }, faults, column) => {
    values.push(numberOf(text, column, where, faults));
  });
  const shape = [values.length / targets.length, targets.length];
  return { examples, targets: { dtype: 'float32', shape, values: Float32Array.from(values) } };
}

/** `take` gets each cell of the columns that are not features. */
async function readTable(
  path: string,
  [columns, others]: readonly [features: readonly string[], others: readonly string[]],
  take: (text: string, row: StaffRow, faults: DataFaults, column: string) => void,
): Promise<TensorData> {
  const file = extname(path).toLowerCase() === '.csv' ? path : join(path, 'points.csv');
  const header = [...columns, ...others];
  const faults = new DataFaults();
  const values: number[] = [];
  const rows = readStaffTable(file, await read(file, header), header, faults, MOST.rows);
  for (const row of rows) {
    const { where, cells } = row;
    for (const [index, column] of columns.entries()) values.push(numberOf(cells[index] ?? '', column, where, faults));
    for (const [index, column] of others.entries()) take(cells[columns.length + index] ?? '', row, faults, column);
  }
  faults.throwIfAny(
    'Fix these rows: a number for each feature, with a point for decimals, then the class or the numbers to predict.',
  );
  return { dtype: 'float32', shape: [rows.length, columns.length], values: Float32Array.from(values) };
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
    const { size } = await stat(path);
    if (size > MOST.bytes) {
      const found = `${path} has ${String(size)} bytes, expected at most ${String(MOST.bytes)}`;
      throw dataMissing(found, 'Give a sample of its rows: some thousands decide an accuracy to a percent.');
    }
    return refusePointer(path, await readFile(path));
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    const columns = header.length > 8 ? [...header.slice(0, 3), '...', header.at(-1)] : header;
    throw dataMissing(`cannot read ${path}`, `Points are rows of a file with the header ${columns.join(',')}.`, cause);
  }
}
