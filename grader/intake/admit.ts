/**
 * Decides which models may be loaded at all: examined from their files, in this process, before the sandbox sees them.
 * This file does the reading; what is judged, and how, is in `admission/`.
 */
import { GraderError } from '../errors.js';
import type { FileFact, ModelAdmission, Snapshot } from '../schema/submission.js';
import { examineModel, missingSentence, type ScannedGroup } from './admission/examine.js';
import { FiniteScan, type BadValues } from './admission/finite-scan.js';
import { formatBytes } from './caps.js';
import { factOf, readParts, readWhole } from './documents.js';
import { showName } from './names.js';

/** A description without weights; the largest real ones are a few MiB. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** One verdict for each path of a model.json. Throws GraderError INTERNAL when the snapshot cannot be read. */
export async function admitModels(snapshot: Snapshot, paths: readonly string[]): Promise<Map<string, ModelAdmission>> {
  const admissions = new Map<string, ModelAdmission>();
  for (const path of paths) admissions.set(path, await admitModel(snapshot, path));
  return admissions;
}

async function admitModel(snapshot: Snapshot, path: string): Promise<ModelAdmission> {
  const sizes = new Map(snapshot.files.map((file) => [file.path, file.bytes]));
  const fact = factOf(snapshot, path);
  if (fact === undefined) return { status: 'missing', sentence: missingSentence(path, sizes.keys()) };
  if (fact.bytes > MAX_JSON_BYTES) {
    const limit = formatBytes(MAX_JSON_BYTES);
    const sentence = `${showName(path)} has ${formatBytes(fact.bytes)}, the limit is ${limit}: weights belong in .bin files beside it`;
    return { status: 'rejected', sentence, facts: null };
  }
  const { facts, problem, groups } = examineModel(fact.path, await readWhole(snapshot, fact), sizes);
  if (problem !== null || facts === null)
    return { status: 'rejected', sentence: problem ?? `${path} was refused`, facts };
  const bad: BadValues[] = [];
  for (const group of groups) bad.push(...(await scan(snapshot, group)));
  const [first, ...others] = bad;
  if (first === undefined) return { status: 'admitted', facts };
  return { status: 'rejected', sentence: `${showName(path)}: ${sentenceOn(first, others.length)}`, facts };
}

async function scan(snapshot: Snapshot, group: ScannedGroup): Promise<readonly BadValues[]> {
  const scanner = new FiniteScan(group.weights);
  for (const file of group.files) {
    for await (const part of readParts(snapshot, placedFact(snapshot, file))) scanner.push(part);
  }
  return scanner.found();
}

function placedFact(snapshot: Snapshot, path: string): FileFact {
  const fact = factOf(snapshot, path);
  if (fact === undefined) throw new GraderError('INTERNAL', `${showName(path)} is not in the snapshot`);
  return fact;
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
