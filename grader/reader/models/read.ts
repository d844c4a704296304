/** Reads an exported model: examines its description (examine.ts) and scans its weights part by part. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { examineModel, type ScannedGroup } from './examine.js';
import { FiniteScan, type BadValues } from './finite-scan.js';
import { formatBytes } from '../../files/caps.js';
import { sentenceOnPointers } from './lfs.js';
import { showName } from '../../files/names.js';
import { READ_CAPS, type Sizes } from '../../protocol/reader.js';
import type { ModelReading } from '../../protocol/model-facts.js';

/** A description without weights; the largest real ones are a few MiB. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const PART_BYTES = 4 * 1024 * 1024;

/** The reading of the model.json at `path` below `root`, as JSON; `sizes` has the files that may belong to it. */
export function readModel(root: string, path: string, sizes: Sizes): Uint8Array {
  const told = Buffer.from(JSON.stringify(judge(root, path, new Map(sizes))));
  if (told.length <= READ_CAPS.model) return told;
  const limit = formatBytes(READ_CAPS.model);
  const sentence = `${showName(path)} names its layers and weights in ${formatBytes(told.length)}, the limit is ${limit}: export a smaller model`;
  return Buffer.from(JSON.stringify({ status: 'rejected', sentence, facts: null } satisfies ModelReading));
}

function judge(root: string, path: string, sizes: ReadonlyMap<string, number>): ModelReading {
  const reading = judgeFiles(root, path, sizes);
  const pointers = reading.status === 'rejected' ? sentenceOnPointers(root, path, sizes) : null;
  return pointers === null ? reading : { status: 'rejected', sentence: pointers, facts: null };
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
  if (first === undefined) return { status: 'admitted', facts };
  return { status: 'rejected', sentence: `${showName(path)}: ${sentenceOn(first, others.length)}`, facts };
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

function sentenceOn({ name, count, kind, least }: BadValues, others: number): string {
  const values = count === 1 ? '1 value that is' : `${String(count)} values that are`;
  const more =
    others === 0 ? '' : ` (and ${String(others)} more ${others === 1 ? 'weight has' : 'weights have'} such values)`;
  const weight = `weight ${showName(name)} has ${values}`;
  switch (kind) {
    case 'not-finite':
      return `${weight} not finite${more}: the training diverged; lower the learning rate and train again`;
    case 'scaled':
      return `${weight} not finite once its quantisation is undone${more}: export the model again without quantisation`;
    case 'negative':
      return `${weight} below ${String(least)}${more}: there is no square root of such a variance; export the model again after training`;
  }
}
