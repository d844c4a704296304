/**
 * Makes the archive that is handed in from a student's folder: the files that the rubric names, placed as intake places
 * them, with the weights of models and the modules that code imports. Must not run any of it.
 */
import { realpath } from 'node:fs/promises';
import { GraderError } from '../../errors.js';
import { assertFits } from '../../files/caps.js';
import { comparePaths, showName } from '../../files/names.js';
import { CODE_ENDINGS } from '../../files/other-kinds.js';
import { openFolder } from '../../intake/files/folder.js';
import type { Source } from '../../intake/files/source.js';
import { placeFiles } from '../../intake/place/place.js';
import { intakeLimitsOf } from '../../plan/limits.js';
import type { Rubric } from '../../schema/rubric.js';
import { chooseContents, missingFrom, namedBy, type Contents, type Named } from './contents.js';
import { importsOf } from './imports.js';
import { weightsNamed } from './weights.js';
import { zipOf, type PackedFile } from './zip.js';

export interface Packed extends Contents {
  readonly archive: Uint8Array;
  readonly bytes: number;
  /** What is missing or cannot be used, one sentence each. */
  readonly warnings: readonly string[];
  /** What was placed or left out, one sentence each. */
  readonly remarks: readonly string[];
}

/** A working folder may contain what is not handed in, such as training data. */
const MOST_FILES = 100_000;

/** Placed files by their paths in the archive. */
type Placed = ReadonlyMap<string, { readonly key: number; readonly bytes: number; readonly original: string }>;

/** Throws TOO_LARGE for what would be refused, MISSING_FILE if the rubric names nothing that is there, USAGE. */
export async function pack(folder: string, rubric: Rubric): Promise<Packed> {
  const limits = intakeLimitsOf(rubric);
  const root = await realpath(folder);
  const source = await openFolder(root, { ...limits, files: MOST_FILES });
  try {
    const named = namedBy(rubric);
    const { placed, remarks } = placeIn(source, named);
    const needed = await neededBy(named, placed, { root, source });
    const paths = [...placed.keys()];
    const { packed, left } = chooseContents(paths, named, needed.paths);
    const warnings = [...missingFrom(paths, rubric), ...needed.warnings];
    if (packed.length === 0) {
      throw new GraderError('MISSING_FILE', `nothing of ${folder} is handed in: ${warnings.join('; ')}`, {
        advice: 'Name the folder that holds your work: tuxgrade pack FOLDER --rubric RUBRIC',
      });
    }
    assertFits(sized(packed, placed), limits);
    const files = await contentsOf(packed, placed, source);
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    return { packed, left, bytes, warnings, remarks, archive: await zipOf(files) };
  } finally {
    await source.close();
  }
}

function placeIn(source: Source, named: Named): { readonly placed: Placed; readonly remarks: readonly string[] } {
  const { files, remarks } = placeFiles(source.files, [...named.files]);
  const originals = new Map(source.files.map(({ key, path }) => [key, path]));
  const placed = files.map(
    ({ key, path, bytes }) => [path, { key, bytes, original: originals.get(key) ?? path }] as const,
  );
  return { placed: new Map(placed), remarks: [...remarks, ...source.remarks] };
}

interface Needed {
  readonly paths: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

/** The weights of models and the modules of code. */
async function neededBy(
  named: Named,
  placed: Placed,
  { root, source }: { readonly root: string; readonly source: Source },
): Promise<Needed> {
  const paths = [...placed.keys()];
  const models = paths.filter((path) => named.models.has(path));
  const weights = (await contentsOf(models, placed, source)).map((model) => ({ model, ...readWeights(model, placed) }));
  const entries = paths.filter((path) => named.code.has(path));
  const { files, problems } = await importsOf(
    root,
    entries.map((path) => placed.get(path)?.original ?? path),
  );
  const imported = placedOf(files, placed);
  // what code needs that cannot be bundled is not known
  const code = problems.length === 0 ? imported.found : paths.filter((path) => isCode(path));
  return {
    paths: new Set([...weights.flatMap(({ found }) => found), ...code]),
    warnings: [...weights.flatMap(({ warnings }) => warnings), ...problems, ...imported.outside.map(tellOutside)],
  };
}

const isCode = (path: string) => CODE_ENDINGS.some((ending) => path.endsWith(ending));
const tellOutside = (path: string) =>
  `${showName(path)} is imported and lies outside of the folder: it is not handed in`;

function readWeights(
  { path, bytes }: PackedFile,
  placed: Placed,
): { readonly found: readonly string[]; readonly warnings: readonly string[] } {
  const weights = weightsNamed(path, bytes);
  if (!weights.ok) return { found: [], warnings: [`${showName(path)} ${weights.why}`] };
  const missing = weights.paths.filter((one) => !placed.has(one));
  return {
    found: weights.paths.filter((one) => placed.has(one)),
    warnings: missing.map((one) => `${showName(one)} is missing: ${showName(path)} names it as a file of its weights`),
  };
}

/** The paths in the archive of files that are named as they lie in the folder. */
function placedOf(originals: readonly string[], placed: Placed) {
  const byOriginal = new Map([...placed].map(([path, { original }]) => [original, path]));
  const found = originals.flatMap((original) => byOriginal.get(original) ?? []);
  return { found, outside: originals.filter((original) => !byOriginal.has(original)).sort(comparePaths) };
}

function sized(paths: readonly string[], placed: Placed) {
  return paths.map((path) => ({ path, bytes: placed.get(path)?.bytes ?? 0 }));
}

/** In the order of `paths`. */
async function contentsOf(paths: readonly string[], placed: Placed, source: Source): Promise<readonly PackedFile[]> {
  const keys = new Map(paths.flatMap((path) => (placed.has(path) ? [[placed.get(path)?.key, path] as const] : [])));
  const read = new Map<string, Uint8Array>();
  for await (const { key, read: readParts } of source.contents()) {
    const path = keys.get(key);
    if (path === undefined) continue;
    const parts: Uint8Array[] = [];
    for await (const part of readParts([])) parts.push(part);
    read.set(path, Buffer.concat(parts));
  }
  return paths.map((path) => ({ path, bytes: read.get(path) ?? new Uint8Array() }));
}
