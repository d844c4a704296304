/**
 * Puts the archive of an autograder together: the two programs that Gradescope starts, the homework, and everything that
 * grades it, so that building the image fetches nothing. The same inputs give the same bytes.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ungradedResults } from '../../course-systems/gradescope.js';
import { GraderError } from '../../errors.js';
import { comparePaths } from '../../files/names.js';
import { zipOf, type PackedFile } from '../../workspace/packing/zip.js';
import { filesIn } from './folder.js';
import { homeworkFiles, type HomeworkOptions } from './homework.js';
import { nodeProgram } from './node-program.js';
import { fetchFromNpm } from './npm.js';
import { packagesFor } from './packages.js';
import { PLACES, runScript, setupScript } from './scripts.js';

export interface AutograderOptions extends HomeworkOptions {
  /** Minutes. */
  readonly timeout: number;
  readonly zone: string | null;
  /** Path of a Node.js program. */
  readonly node?: string | undefined;
}

export interface Autograder {
  readonly archive: Uint8Array;
  readonly files: number;
  /** Unpacked. */
  readonly bytes: number;
  /** Where its Node.js is from. */
  readonly node: string;
  /** Sentences for staff. */
  readonly remarks: readonly string[];
}

/** At the end of every archive that is written here. */
const COMMENT = 'Written by tuxgrade gradescope pack';

export async function packAutograder(options: AutograderOptions): Promise<Autograder> {
  const { rubric, roster, lateDays, timeout, zone } = options;
  const homework = await homeworkFiles(options);
  const node = await nodeProgram(options.node, fetchFromNpm);
  const packages = await packagesFor(fetchFromNpm);
  const scripts = {
    ...{ timeout, zone, data: homework.data },
    ...{ hasRoster: roster !== undefined, hasLateDays: lateDays !== undefined },
  };
  const files = [
    { path: 'run_autograder', bytes: Buffer.from(runScript(scripts)), isProgram: true },
    { path: 'setup.sh', bytes: Buffer.from(setupScript(scripts)), isProgram: true },
    { path: PLACES.ungraded, bytes: Buffer.from(ungradedResults(rubric.points)) },
    ...homework.files,
    { path: PLACES.node, bytes: node.bytes, isProgram: true },
    ...inPackage(await ownFiles()),
    ...inPackage(packages.files.map((file) => ({ ...file, path: `node_modules/${file.path}` }))),
  ].sort((one, other) => comparePaths(one.path, other.path));
  return {
    archive: await zipOf(files, COMMENT),
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes.length, 0),
    node: node.origin,
    remarks: packages.remarks,
  };
}

function inPackage(files: readonly PackedFile[]): PackedFile[] {
  return files.map((file) => ({ ...file, path: `${PLACES.package}/${file.path}` }));
}

/** What of the package grades; declarations, documentation, starters and example data are for people. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ['dist/bin', /^(?:code-[^/]+\/)?[^/]+\.cjs$/],
  ['dist/worker', /^[^/]+\.(?:cjs|wasm|cache)$/],
  ['rubrics', /^[^/]+\.yaml$/],
];

async function ownFiles(): Promise<readonly PackedFile[]> {
  const root = packageRoot();
  const files: PackedFile[] = [];
  for (const path of ['package.json', 'LICENSE']) files.push({ path, bytes: await readFile(join(root, path)) });
  for (const [part, pattern] of PARTS) {
    const found = await filesIn(join(root, part), (path) => pattern.test(path));
    files.push(...found.map((file) => ({ ...file, path: `${part}/${file.path}` })));
  }
  return files;
}

/** The folder with package.json above this file, wherever it was built to. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  if (existsSync(join(folder, 'dist', 'bin', 'tuxgrade.cjs'))) return folder;
  throw new GraderError('SANDBOX_UNAVAILABLE', 'tuxgrade is not built', { advice: 'Run: npm run build' });
}
