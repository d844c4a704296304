/**
 * Reads an exported model: a model of tf.js, whose description is examined (examine.ts) and whose weights are scanned part
 * by part, or an ONNX model (onnx/). A file that is refused is looked at again, for a better reason: it may be of another
 * format, or no more than a pointer.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { examineModel, type ScannedGroup } from './examine.js';
import { sentenceOnValues } from './bad-values.js';
import { FiniteScan, type BadValues } from './finite-scan.js';
import { formatBytes } from '../../files/caps.js';
import { predicateOn } from '../../models/other-formats.js';
import { isOnnx, MODEL_FORMS, type ModelForm } from '../../protocol/model-forms.js';
import { END_BYTES, formatOfContent } from './content.js';
import { sentenceOnPointers } from './lfs.js';
import { examineOnnx, MOST_ONNX_BYTES, sentenceOnSize } from './onnx/examine.js';
import { workOf } from './work.js';
import { showName } from '../../files/names.js';
import { READ_CAPS, type Sizes } from '../../protocol/reader.js';
import type { ModelReading } from '../../protocol/model-facts.js';

/** A description without weights; the largest real ones are a few MiB. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const PART_BYTES = 4 * 1024 * 1024;

/**
 * The reading of the model at `path` below `root`, as JSON; `sizes` has the files that may belong to it, and `forms` are
 * those that the homework takes.
 */
export function readModel(
  root: string,
  path: string,
  sizes: Sizes,
  forms: readonly ModelForm[] = MODEL_FORMS,
): Uint8Array {
  const told = Buffer.from(JSON.stringify(judge(root, path, new Map(sizes), forms)));
  if (told.length <= READ_CAPS.model) return told;
  const limit = formatBytes(READ_CAPS.model);
  const sentence = `${showName(path)} names its layers and weights in ${formatBytes(told.length)}, the limit is ${limit}: export a smaller model`;
  return Buffer.from(JSON.stringify({ status: 'rejected', sentence, facts: null } satisfies ModelReading));
}

function judge(
  root: string,
  path: string,
  sizes: ReadonlyMap<string, number>,
  forms: readonly ModelForm[],
): ModelReading {
  const reading = isOnnx(path) ? judgeOnnx(root, path, sizes) : judgeFiles(root, path, sizes);
  if (reading.status === 'admitted') return reading;
  const sentence = sentenceOnPointers(root, path, sizes) ?? sentenceOnFormat(join(root, path), path, forms);
  return sentence === null ? reading : { status: 'rejected', sentence, facts: null };
}

/** null unless the file is of a format that goes by another name. */
function sentenceOnFormat(file: string, path: string, forms: readonly ModelForm[]): string | null {
  const { head, tail } = endsOf(file);
  const format = formatOfContent(head, tail);
  if (format === null || format === (isOnnx(path) ? 'onnx' : 'tfjs')) return null;
  return `${showName(path)} ${predicateOn(format, forms)}`;
}

function endsOf(path: string): { readonly head: Uint8Array; readonly tail: Uint8Array } {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const read = (from: number) => {
      const part = Buffer.alloc(END_BYTES);
      return part.subarray(0, readSync(file, part, 0, part.length, from));
    };
    return { head: read(0), tail: read(Math.max(0, size - END_BYTES)) };
  } finally {
    closeSync(file);
  }
}

function judgeOnnx(root: string, path: string, sizes: ReadonlyMap<string, number>): ModelReading {
  const bytes = sizes.get(path) ?? 0;
  if (bytes > MOST_ONNX_BYTES) return { status: 'rejected', sentence: sentenceOnSize(path, bytes), facts: null };
  return examineOnnx(path, readFileSync(join(root, path)));
}

function judgeFiles(root: string, path: string, sizes: ReadonlyMap<string, number>): ModelReading {
  const bytes = sizes.get(path) ?? 0;
  if (bytes > MAX_JSON_BYTES) {
    const limit = formatBytes(MAX_JSON_BYTES);
    const sentence = `${showName(path)} has ${formatBytes(bytes)}, the limit is ${limit}: weights belong in .bin files beside it`;
    return { status: 'rejected', sentence, facts: null };
  }
  const examined = examineModel(path, readFileSync(join(root, path)), sizes);
  const { problem, groups } = examined;
  // a count beyond the safe integers is not a fact
  const facts = Number.isSafeInteger(examined.facts?.parameters) ? examined.facts : null;
  if (problem !== null || facts === null) {
    return { status: 'rejected', sentence: problem ?? `${showName(path)} was refused`, facts };
  }
  // a pointer may be longer than small weights, but contains none
  const used = groups.flatMap(({ files }) => files.map((file): [string, number] => [file, sizes.get(file) ?? 0]));
  const pointers = sentenceOnPointers(root, path, new Map(used));
  if (pointers !== null) return { status: 'rejected', sentence: pointers, facts: null };
  const [first, ...others] = groups.flatMap((group) => scan(root, group));
  if (first === undefined)
    return { status: 'admitted', facts: { ...facts, macs: workOf({ root, path, facts, groups }) } };
  return { status: 'rejected', sentence: `${showName(path)}: ${sentenceOnValues(first, others.length)}`, facts };
}

function scan(root: string, { files, weights }: ScannedGroup): readonly BadValues[] {
  const scanner = new FiniteScan(weights);
  for (const file of files) {
    const descriptor = openSync(join(root, file), 'r');
    try {
      const part = Buffer.alloc(PART_BYTES);
      for (let count = readSync(descriptor, part); count > 0; count = readSync(descriptor, part)) {
        scanner.push(part.subarray(0, count));
      }
    } finally {
      closeSync(descriptor);
    }
  }
  return scanner.found();
}
