/**
 * Labelled images of an instructor's data set: a folder with labels.csv and PNG files, or one file of raw records as the
 * course kept them. Not for what students hand in: that is decoded in the sandbox.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { GraderError } from '../errors.js';
import { refusePointer } from './pointers.js';

export interface LabelledImages {
  /** [N, side, side, 3], one byte each. */
  readonly pixels: Uint8Array;
  /** [N] */
  readonly labels: Int32Array;
}

export interface ImageFormat {
  /** Names of the classes in the order of their numbers. */
  readonly classes: readonly string[];
  /** Height and width of every image. */
  readonly side: number;
}

const CHANNELS = 3;
/** Files that are decoded at a time. */
const AT_ONCE = 32;

/** Throws DATA_MISSING, which names the file and the row. */
export async function loadImages(path: string, format: ImageFormat): Promise<LabelledImages> {
  if (extname(path) === '.dat') return splitRecords(path, await read(path), format);
  const files = await list(path);
  const [records, ...others] = files.filter((file) => extname(file) === '.dat');
  if (records !== undefined && others.length === 0 && !files.includes('labels.csv')) {
    return splitRecords(join(path, records), await read(join(path, records)), format);
  }
  return await loadFolder(path, format);
}

async function loadFolder(folder: string, { classes, side }: ImageFormat): Promise<LabelledImages> {
  const csv = join(folder, 'labels.csv');
  const rows = parseLabels(csv, await read(csv), classes);
  const size = side * side * CHANNELS;
  const pixels = new Uint8Array(rows.length * size);
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const decoded = rows.slice(start, start + AT_ONCE).map(({ file }) => decode(join(folder, file), side));
    for (const [offset, image] of (await Promise.all(decoded)).entries()) pixels.set(image, (start + offset) * size);
  }
  return { pixels, labels: Int32Array.from(rows, ({ label }) => label) };
}

/** Records of side x side x 3 bytes, row by row, each with its class number in one more byte. */
function splitRecords(path: string, bytes: Uint8Array, { classes, side }: ImageFormat): LabelledImages {
  const size = side * side * CHANNELS;
  const count = bytes.length / (size + 1);
  if (count === 0 || !Number.isInteger(count)) {
    const expected = `expected records of ${String(size + 1)} bytes: ${String(side)} x ${String(side)} x 3 and a label`;
    throw missing(`${path} has ${String(bytes.length)} bytes, ${expected}`, 'Is the side of the images right?');
  }
  const pixels = new Uint8Array(count * size);
  const labels = new Int32Array(count);
  for (let record = 0; record < count; record += 1) {
    const start = record * (size + 1);
    pixels.set(bytes.subarray(start, start + size), record * size);
    const label = bytes[start + size] ?? -1;
    if (label >= classes.length) {
      const message = `${path}, record ${String(record)}: label ${String(label)}, expected 0 to ${String(classes.length - 1)}`;
      throw missing(message, 'Are the classes of the rubric those of the data?');
    }
    labels[record] = label;
  }
  return { pixels, labels };
}

interface LabelRow {
  readonly file: string;
  readonly label: number;
}

function parseLabels(path: string, bytes: Uint8Array, classes: readonly string[]): LabelRow[] {
  const records = parseRows(path, new TextDecoder().decode(bytes));
  if (records.length === 0)
    throw missing(`${path} has no rows`, 'Its header is file,label; then a row for each image.');
  return records.map(({ record: { file, label }, info }) => {
    const where = `${path}:${String(info.lines)}`;
    if (file === undefined || label === undefined)
      throw missing(`${where}: no file or no label`, 'The header is file,label.');
    if (file !== basename(file) || file === '' || file.startsWith('.')) {
      throw missing(`${where}: "${file}" is no name of a file in this folder`, 'Images lie beside labels.csv.');
    }
    const number = /^\d+$/.test(label) ? Number(label) : classes.indexOf(label);
    if (number < 0 || number >= classes.length) {
      throw missing(`${where}: label "${label.slice(0, 40)}", expected one of ${classes.join(', ')}`, 'Mend this row.');
    }
    return { file, label: number };
  });
}

interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function parseRows(path: string, text: string): readonly CsvRow[] {
  try {
    const rows: unknown = parse(text, { columns: true, bom: true, skip_empty_lines: true, info: true, trim: true });
    return rows as CsvRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw missing(`${path}: ${error.message}`, 'Mend the row.', error);
  }
}

/** RGB, without alpha. */
async function decode(path: string, side: number): Promise<Uint8Array> {
  try {
    const image = sharp(await read(path))
      .removeAlpha()
      .toColourspace('srgb');
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    if (info.width === side && info.height === side && info.channels === CHANNELS) return data;
    const found = `${String(info.width)} x ${String(info.height)} pixels`;
    throw missing(`${path} has ${found}, expected ${String(side)} x ${String(side)}`, 'Make all images of one size.');
  } catch (error) {
    if (error instanceof GraderError) throw error;
    throw missing(`${path} is no image that can be read`, 'Make it a PNG again.', error);
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return refusePointer(path, await readFile(path));
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    throw missing(`cannot read ${path}`, 'The folder holds labels.csv (file,label) and the images it names.', cause);
  }
}

async function list(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (cause) {
    throw missing(
      `cannot read the folder ${path}`,
      'Give the folder of labels.csv and its images, or a .dat file.',
      cause,
    );
  }
}

function missing(message: string, advice: string, cause?: unknown): GraderError {
  return new GraderError('DATA_MISSING', message, { advice, cause });
}
