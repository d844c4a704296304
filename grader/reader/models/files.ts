/** Finds a model's weight files and checks that they have as many bytes as model.json declares. Pure. */
import { posix } from 'node:path';
import { formatBytes } from '../../files/caps.js';
import { showName } from '../../files/names.js';
import { elsewhere } from '../../files/elsewhere.js';
import { showShape } from '../../models/shapes.js';
import { readingsOfPath, weightFileOf } from '../../translation/files.js';
import type { WeightGroup, WeightSpec } from './manifest.js';

/** More than the sandbox could load: refused before any of it is read. */
const MAX_WEIGHT_BYTES = 512 * 1024 * 1024;

/** A group with its files as paths of the snapshot. */
export interface PlacedGroup {
  readonly files: readonly string[];
  readonly weights: readonly WeightSpec[];
}

export type Placement =
  | { readonly ok: true; readonly groups: readonly PlacedGroup[]; readonly fileBytes: number }
  | { readonly ok: false; readonly problem: string };

/** Bytes of each file of the snapshot, by path. */
export type FileSizes = ReadonlyMap<string, number>;

/** Resolves the weight files beside model.json at `modelPath`. None may be outside its folder or be used twice. */
export function placeGroups(groups: readonly WeightGroup[], modelPath: string, sizes: FileSizes): Placement {
  const folder = posix.dirname(modelPath);
  const placed: PlacedGroup[] = [];
  const used = new Set<string>();
  let fileBytes = sizes.get(modelPath) ?? 0;
  for (const group of groups) {
    const files: string[] = [];
    for (const path of group.paths) {
      const file = weightFileOf(folder, path, sizes);
      const bytes = sizes.get(file);
      const problem =
        problemOfPath(path, folder) ?? (used.has(file) ? `names the weight file ${showName(path)} twice` : null);
      if (problem !== null) return { ok: false, problem };
      if (bytes === undefined) {
        const near = elsewhere([posix.join(folder, path)], straysOf(modelPath, sizes));
        return {
          ok: false,
          problem: `names the weight file ${showName(path)}, which was not handed in beside it${near}`,
        };
      }
      used.add(file);
      files.push(file);
      fileBytes += bytes;
    }
    placed.push({ files, weights: group.weights });
  }
  return { ok: true, groups: placed, fileBytes };
}

/** Files that may belong to this model: not those beside another model. */
function straysOf(modelPath: string, sizes: FileSizes): string[] {
  const paths = [...sizes.keys()];
  const name = posix.basename(modelPath);
  const others = paths.filter((path) => path !== modelPath && posix.basename(path) === name);
  const taken = new Set(others.map((path) => posix.dirname(path)));
  return paths.filter((path) => path !== modelPath && !taken.has(posix.dirname(path)));
}

function problemOfPath(path: string, folder: string): string | null {
  if (!readingsOfPath(path).some(leadsOutside)) return null;
  const inside = folder === '.' ? 'the submission' : showName(`${folder}/`);
  return `names the weight file ${showName(path)}: weight files must lie inside ${inside}, beside model.json`;
}

function leadsOutside(path: string): boolean {
  return /^([A-Za-z][A-Za-z0-9+.-]*:|[/\\])/.test(path) || path.includes('\\') || path.split('/').includes('..');
}

/** Refuses declared weights that are too large, before any file is read. */
export function problemOfSize(groups: readonly WeightGroup[]): string | null {
  const weights = groups.flatMap((group) => group.weights);
  const largest = weights.reduce((most, weight) => (weight.bytes > most.bytes ? weight : most));
  const total = weights.reduce((sum, weight) => sum + weight.bytes, 0);
  if (total <= MAX_WEIGHT_BYTES) return null;
  return (
    `declares weights of ${formatBytes(total)}, more than the grader loads (${formatBytes(MAX_WEIGHT_BYTES)}); the largest is ` +
    `${showName(largest.name)} with shape ${showShape(largest.shape)}`
  );
}

/** The bytes in a group's files, and the bytes that its weights need as declared. */
function bytesOf({ files, weights }: PlacedGroup, sizes: FileSizes) {
  return {
    actual: files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0),
    declared: weights.reduce((sum, weight) => sum + weight.bytes, 0),
  };
}

/** The number of bytes after the last weight of each group. */
export function unreadBytesOf(groups: readonly PlacedGroup[], sizes: FileSizes): number {
  return groups.reduce((total, group) => {
    const { actual, declared } = bytesOf(group, sizes);
    return total + Math.max(0, actual - declared);
  }, 0);
}

/** Reports files that are shorter than declared, as a whole sentence. Bytes after the last weight are not read. */
export function problemOfBytes(groups: readonly PlacedGroup[], sizes: FileSizes): string | null {
  for (const group of groups) {
    const { actual, declared } = bytesOf(group, sizes);
    if (actual < declared) return tooShort(group, actual, declared);
  }
  return null;
}

function tooShort(group: PlacedGroup, actual: number, declared: number): string {
  let offset = 0;
  const cut = group.weights.find((weight) => (offset += weight.bytes) > actual);
  const left = actual - (offset - (cut?.bytes ?? 0));
  const detail = cut
    ? `: weight ${showName(cut.name)} with shape ${showShape(cut.shape)} needs ${formatBytes(cut.bytes)} and ${String(left)} are there`
    : '';
  return `${fileNames(group)} ${group.files.length > 1 ? 'are' : 'is'} too short (${String(actual)} bytes instead of ${String(declared)})${detail}; export the model again`;
}

function fileNames(group: PlacedGroup): string {
  const names = group.files.map(showName);
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${String(names.length - 3)} more`;
}
