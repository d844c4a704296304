/** Reads inputs that several commands share: rubric names, --data, --seed, the terminal's style. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import picocolors from 'picocolors';
import { NO_CACHE, userCache, type Cache } from '../cache/blobs.js';
import { GraderError } from '../errors.js';
import { evaluationsIn, type KeptEvaluations } from '../kept/evaluations.js';
import type { TerminalStyle } from '../report/terminal.js';
import { suggest } from '../schema/sentences.js';

/** The folder of what comes with the package: rubrics, and starters below it. */
export const SHIPPED = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'rubrics');
const DEFAULT_WIDTH = 100;
const WIDEST = 120;

/** Where decoded images are kept, unless `--no-cache` was given. */
export function cacheFor({ cache }: { readonly cache: boolean }): Cache {
  return cache ? userCache() : NO_CACHE;
}

/** What models have answered before, unless `--no-cache` was given. */
export function evaluationsFor({ cache }: { readonly cache: boolean }): KeptEvaluations | undefined {
  return cache ? evaluationsIn(userCache()) : undefined;
}

/**
 * The path of a rubric, given as a path or as the id of a shipped one. A name with a slash or .yaml is a path;
 * otherwise the id takes precedence over a file of that name in the working directory, and standard error says so.
 */
export function findRubric(name: string): string {
  const shipped = shippedRubrics();
  const found = statSync(name, { throwIfNoEntry: false });
  if (!isRubricPath(name) && shipped.includes(name)) {
    if (found !== undefined) process.stderr.write(`${name}: ${tellNamesake(name, found.isDirectory())}\n`);
    return shippedRubric(name);
  }
  const id = basename(name);
  if (found?.isDirectory() === true && shipped.includes(id)) {
    throw new GraderError('USAGE', `${name} is not a file, expected a rubric in YAML`, {
      advice: `For the rubric that comes with tuxgrade write --rubric ${id}`,
    });
  }
  if (found !== undefined) return name;
  throw new GraderError('USAGE', `there is no rubric ${name}${suggest(name, shipped)}`, {
    advice: `Give the path of a YAML file, or one of ${shipped.join(', ')}.`,
  });
}

/** Whether a name of a rubric is meant as a path. */
export function isRubricPath(name: string): boolean {
  return /[/\\]|\.ya?ml$/.test(name);
}

/** What else has the name of a rubric that comes with tuxgrade. */
function tellNamesake(name: string, isFolder: boolean): string {
  const used = 'the rubric that comes with tuxgrade is used';
  return isFolder ? `${used}, not the folder here of that name` : `${used}; for the one here write ./${name}`;
}

/** The path of the shipped rubric with this id. */
export function shippedRubric(id: string): string {
  return join(SHIPPED, `${id}.yaml`);
}

export function shippedRubrics(): string[] {
  return readdirSync(SHIPPED)
    .flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []))
    .sort();
}

/** Parses NAME=DIR pairs. */
export function parseData(pairs: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (pairs ?? []).map((pair): [string, string] => {
      const cut = pair.indexOf('=');
      if (cut < 1 || cut === pair.length - 1) {
        throw new GraderError('USAGE', `--data ${pair}: expected NAME=DIR`, {
          advice: 'For example: --data heldout=private/heldout',
        });
      }
      return [pair.slice(0, cut), pair.slice(cut + 1)];
    }),
  );
}

/** The same folders, wherever they are read from later. */
export function absolutePaths(folders: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, resolve(folder)]));
}

/** The seed of a run; undefined if none is given. */
export function parseSeed(seed: number | undefined): number | undefined {
  if (seed === undefined || (Number.isSafeInteger(seed) && seed >= 0)) return seed;
  const found = Number.isNaN(seed) ? 'not a number' : String(seed);
  throw new GraderError(
    'USAGE',
    `--seed is ${found}, expected a whole number from 0 to ${String(Number.MAX_SAFE_INTEGER)}`,
    {
      advice: 'Any number will do; the same seed gives the same samples. Leave it out for the samples of the rubric.',
    },
  );
}

/** Width and colours of standard output; no colours if it is not a terminal or NO_COLOR is set. */
export function terminalStyle(): TerminalStyle {
  // on a pipe isTTY is undefined, not false; picocolors would then decide itself and use colours under CI=true
  const wanted = process.stdout.isTTY ? (process.env['NO_COLOR'] ?? '') === '' : false;
  const colors = picocolors.createColors(wanted);
  // 0 columns: a terminal that does not tell its size
  const columns = process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : DEFAULT_WIDTH;
  const width = Math.min(WIDEST, columns);
  return {
    width,
    paint: { good: colors.green, partial: colors.yellow, bad: colors.red, dim: colors.dim, bold: colors.bold },
  };
}
