/**
 * Loads the chunks of the bundle with the code that V8 compiled of them before. V8 compiles most of a program again at each
 * start, which takes a fifth of a short command: the build keeps its code for its own version of Node.js (keep-code.ts),
 * and later versions of Node.js keep it themselves in the user's cache. Relies on V8 refusing code that was kept with other
 * flags: a chunk is then compiled as usual.
 */
import { existsSync, readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { cacheFolder } from '../cache/folder.js';
import { LATER_OPTIMIZATION } from '../protocol/worker-flags.js';
import type * as main from '../cli/main.js';

type Main = typeof main;

type Chunk = (exports: object, require: (name: string) => unknown, ...rest: readonly unknown[]) => void;

/** Not declared for Node.js 20, which does not have it. */
const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };

/** The chunk of the command line. */
const MAIN = './main.cjs';

/** Where the code of chunks is that this Node.js can use; a file for each, with its name. */
export const keptCodeOf = (folder: string): string =>
  join(folder, `code-${process.version}-${process.platform}-${process.arch}`);

/** `folder` holds the bundle. */
export function loadMain(folder: string): Main {
  const kept = keptCodeOf(folder);
  if (existsSync(kept)) return chunksOf(folder, kept).load(MAIN) as Main;
  optimizeLater();
  if (enableCompileCache !== undefined) {
    // Node's own place for it is shared by all users
    const cache = cacheFolder('compiled');
    if (cache.ok) enableCompileCache(cache.path);
  }
  return createRequire(join(folder, MAIN))(MAIN) as Main;
}

export interface Chunks {
  /** `name` is a path from the bundle's folder. */
  readonly load: (name: string) => unknown;
  /** Those that were loaded, by their names. */
  readonly scripts: ReadonlyMap<string, Script>;
}

/** A `require` for chunks; `kept` is the folder with their code, null to compile all of them. */
export function chunksOf(folder: string, kept: string | null): Chunks {
  // before there is code: V8 refuses what was kept with other flags
  optimizeLater();
  const scripts = new Map<string, Script>();
  const made = new Map<string, { readonly exports: object }>();
  const other = createRequire(join(folder, MAIN));
  const load = (name: string): unknown => {
    if (!name.startsWith('./') || !name.endsWith('.cjs')) return other(name);
    const known = made.get(name);
    // exports are getters, so that chunks can load each other in a circle
    if (known !== undefined) return known.exports;
    const one = { exports: {} };
    made.set(name, one);
    const file = join(folder, name);
    const script = compile(file, kept === null ? undefined : codeIn(kept, name));
    scripts.set(name, script);
    (script.runInThisContext() as Chunk)(one.exports, load, one, file, folder);
    return one.exports;
  };
  return { load, scripts };
}

function codeIn(kept: string, name: string): Buffer | undefined {
  try {
    return readFileSync(join(kept, name));
  } catch {
    // only what was loaded when the code was kept has some
    return undefined;
  }
}

function compile(file: string, cachedData: Buffer | undefined): Script {
  // esbuild writes ASCII
  const source = readFileSync(file, 'latin1');
  const text = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  // as stacks name it; kept code has this name in it, wherever it was compiled
  const filename = join('dist', 'bin', basename(file));
  return new Script(text, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
}

function optimizeLater(): void {
  for (const flag of LATER_OPTIMIZATION) setFlagsFromString(flag);
}
