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
import type { Source, SourceFile } from '../../intake/files/source.js';
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

interface File {
  readonly key: number;
  readonly bytes: number;
  /** Where it lies in the folder. */
  readonly original: string;
}

/** Files by their paths where they are graded. */
type Placed = ReadonlyMap<string, File>;

interface PlacedFolder {
  readonly placed: Placed;
  /** Files that have no place and that code may import; null where all lie as they are handed in, or were moved alike. */
  readonly unplaced: readonly File[] | null;
  readonly remarks: readonly string[];
}

/** Throws TOO_LARGE for what would be refused, MISSING_FILE if the rubric names nothing that is there, USAGE. */
export async function pack(path: string, rubric: Rubric): Promise<Packed> {
  const limits = intakeLimitsOf(rubric);
  const root = await realpath(path);
  const source = await openFolder(root, { ...limits, files: MOST_FILES });
  try {
    const named = namedBy(rubric);
    const folder = placeIn(source, named);
    const { placed, remarks } = folder;
    const needed = await neededBy(named, folder, { root, source });
    const paths = [...placed.keys()];
    const chosen = chooseContents(paths, named, needed.paths);
    const archived = archivedOf(chosen.packed, needed.unplaced, folder);
    const packed = [...archived.keys()].sort(comparePaths);
    const left = [...archivedOf(chosen.left, [], folder).keys()].sort(comparePaths);
    const warnings = [...missingFrom(paths, rubric), ...needed.warnings];
    if (packed.length === 0) {
      throw new GraderError('MISSING_FILE', `nothing of ${path} is handed in: ${warnings.join('; ')}`, {
        advice: 'Name the folder that holds your work: tuxgrade pack FOLDER --rubric RUBRIC',
      });
    }
    assertFits(
      packed.map((one) => ({ path: one, bytes: archived.get(one)?.bytes ?? 0 })),
      limits,
    );
    const files = await contentsOf(packed, archived, source);
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    return { packed, left, bytes, warnings, remarks, archive: await zipOf(files) };
  } finally {
    await source.close();
  }
}

function placeIn(source: Source, named: Named): PlacedFolder {
  const { files, remarks, unmoved } = placeFiles(source.files, [...named.files]);
  const originals = new Map(source.files.map(({ key, path }) => [key, path]));
  const fileOf = ({ key, path, bytes }: SourceFile): File => ({ key, bytes, original: originals.get(key) ?? path });
  const keys = new Set(files.map(({ key }) => key));
  return {
    placed: new Map(files.map((file) => [file.path, fileOf(file)])),
    unplaced: unmoved.length === 0 ? null : unmoved.filter(({ key }) => !keys.has(key)).map(fileOf),
    remarks: [...remarks, ...source.remarks],
  };
}

/** As they are graded; where that separates code from what it imports, as they lie in the folder. */
function archivedOf(paths: readonly string[], others: readonly File[], { placed, unplaced }: PlacedFolder): Placed {
  const files = paths.flatMap((path): [string, File][] => {
    const file = placed.get(path);
    return file === undefined ? [] : [[unplaced === null ? path : file.original, file]];
  });
  return new Map([...files, ...others.map((file): [string, File] => [file.original, file])]);
}

interface Needed {
  readonly paths: ReadonlySet<string>;
  readonly unplaced: readonly File[];
  readonly warnings: readonly string[];
}

/** The weights of models and the modules of code. */
async function neededBy(
  named: Named,
  { placed, unplaced }: PlacedFolder,
  { root, source }: { readonly root: string; readonly source: Source },
): Promise<Needed> {
  const paths = [...placed.keys()];
  const models = paths.filter((path) => named.models.has(path));
  const weights = (await contentsOf(models, placed, source)).map((model) => ({ model, ...readWeights(model, placed) }));
  const entries = paths.filter((path) => named.code.has(path));
  const { files, problems } = await importsOf(
    root,
    entries.map((path) => placed.get(path)?.original ?? path),
    source.files.map(({ path }) => path),
  );
  const imported = placedOf(files, placed, unplaced ?? []);
  // what code needs that cannot be bundled is not known
  const code = problems.length === 0 ? imported.found : paths.filter((path) => isCode(path));
  return {
    paths: new Set([...weights.flatMap(({ found }) => found), ...code]),
    unplaced: problems.length === 0 ? imported.unplaced : (unplaced ?? []),
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

/** The places of files that are named as they lie in the folder. */
function placedOf(originals: readonly string[], placed: Placed, others: readonly File[]) {
  const byOriginal = new Map([...placed].map(([path, { original }]) => [original, path]));
  const found = originals.flatMap((original) => byOriginal.get(original) ?? []);
  const unplaced = others.filter(({ original }) => originals.includes(original));
  const known = new Set([...byOriginal.keys(), ...unplaced.map(({ original }) => original)]);
  return { found, unplaced, outside: originals.filter((original) => !known.has(original)).sort(comparePaths) };
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
