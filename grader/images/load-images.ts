/**
 * Loads the labelled images of an instructor's data set: a folder with labels.csv and PNG files, or one file of raw
 * records in the course's format. Must not be used for students' images, which are decoded in the sandbox.
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { GraderError } from '../errors.js';
import { NO_CACHE, type Cache } from '../cache/blobs.js';
import { bytesOfImage, imageShapeOf, type ImageSizeFields } from '../tensor/images.js';
import { DataFaults, dataMissing } from './faults.js';
import { decodeAll } from './decode-all.js';
import { refusePointer } from './pointers.js';
import { readStaffLabels } from './staff-labels.js';
import { counted } from '../text/counted.js';

export interface LabelledImages {
  /** [N, height, width, channels], one byte each. */
  readonly pixels: Uint8Array;
  /** [N] */
  readonly labels: Int32Array;
}

/** The size and channels of every image. */
export interface ImageFormat extends ImageSizeFields {
  /** Names of the classes in the order of their numbers. */
  readonly classes: readonly string[];
}

/** Throws DATA_MISSING, naming the files and rows. The pixels of a folder are kept in the cache; labels are not. */
export async function loadImages(path: string, format: ImageFormat, cache: Cache = NO_CACHE): Promise<LabelledImages> {
  if (extname(path) === '.dat') return splitRecords(path, await read(path), format);
  const files = await list(path);
  const [records, ...others] = files.filter((file) => extname(file) === '.dat');
  if (records !== undefined && others.length === 0 && !files.includes('labels.csv')) {
    return splitRecords(join(path, records), await read(join(path, records)), format);
  }
  return await loadFolder(path, format, cache);
}

async function loadFolder(folder: string, format: ImageFormat, cache: Cache): Promise<LabelledImages> {
  const csv = join(folder, 'labels.csv');
  const faults = new DataFaults();
  const rows = readStaffLabels(csv, await read(csv), format.classes, faults);
  const paths = rows.map(({ file }) => join(folder, file));
  const pixels = await decodeAll(paths, imageShapeOf(format), faults, cache);
  faults.throwIfAny('Fix these rows and files, or the size and the classes in the rubric: nothing is resized here.');
  return { pixels, labels: Int32Array.from(rows, ({ label }) => label) };
}

/** Records of height x width x channels bytes, row by row, each followed by a byte with its class number. */
function splitRecords(path: string, bytes: Uint8Array, format: ImageFormat): LabelledImages {
  const { classes } = format;
  const shape = imageShapeOf(format);
  const size = bytesOfImage(shape);
  const count = bytes.length / (size + 1);
  if (count === 0 || !Number.isInteger(count)) {
    const { width, height, channels } = shape;
    const expected = `expected records of ${String(size + 1)} bytes: ${[height, width, channels].join(' x ')} and a label`;
    throw dataMissing(`${path} has ${counted(bytes.length, 'byte')}, ${expected}`, 'Is the size of the images right?');
  }
  const pixels = new Uint8Array(count * size);
  const labels = new Int32Array(count);
  const faults = new DataFaults();
  for (let record = 0; record < count; record += 1) {
    const start = record * (size + 1);
    pixels.set(bytes.subarray(start, start + size), record * size);
    const label = bytes[start + size] ?? -1;
    if (label >= classes.length) {
      faults.add(
        `${path}, record ${String(record)}: label ${String(label)}, expected 0 to ${String(classes.length - 1)}`,
      );
    }
    labels[record] = label;
  }
  faults.throwIfAny('Are the classes and the size of the images in the rubric those of the data?');
  return { pixels, labels };
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return refusePointer(path, await readFile(path));
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    throw dataMissing(
      `cannot read ${path}`,
      'The folder holds labels.csv (file,label) and the images it names.',
      cause,
    );
  }
}

async function list(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (cause) {
    throw dataMissing(
      `cannot read the folder ${path}`,
      'Give the folder of labels.csv and its images, or a .dat file.',
      cause,
    );
  }
}
