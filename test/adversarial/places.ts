/** The environments in which attacks run: a driver, and which of its layers are enabled. */
import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, stop } from 'esbuild';
import { execa } from 'execa';
import { commandIn, whyNotHere, type Environment } from '../support/docker-like.js';
import { makeFolder } from '../support/folders.js';
import type { Attacked, Told } from './run-attacks.js';

export type Place = 'bubblewrap' | 'container' | 'user';
/** What is in force: every layer, or the kernel's alone, without Node's permission model. */
export type Layers = 'all' | 'kernel';

/** From the root of the project, where tests and benchmarks are started: both may be bundled elsewhere. */
const HERE = join(process.cwd(), 'test', 'adversarial');
export const ATTACKS = join(HERE, 'attacks');
const USER = 54321;

/** By place, what code runs in, and in which environment of this machine; null for this machine as it is. */
const PLACES: Readonly<Record<Place, { readonly driver: Attacked; readonly environment: Environment | null }>> = {
  bubblewrap: { driver: 'bubblewrap', environment: null },
  container: { driver: 'confine', environment: 'container' },
  user: { driver: 'confine', environment: 'user' },
};

/** Why attacks cannot be run there on this machine; null when they can. */
export function whyNotAt(place: Place): string | null {
  if (PLACES[place].environment === null) return null;
  const why = whyNotHere();
  if (why !== null || place !== 'user') return why;
  const closed = foldersAbove(process.cwd()).find((folder) => (statSync(folder).mode & 0o001) === 0);
  return closed === undefined ? null : `${closed} is closed to other users`;
}

function foldersAbove(path: string): string[] {
  return dirname(path) === path ? [path] : [path, ...foldersAbove(dirname(path))];
}

/** Runs all attacks with every layer. */
export async function attackAt(place: Place): Promise<ReadonlyMap<string, Told>> {
  return run(await bundle(place), place, 'all', readdirSync(ATTACKS));
}

/** Runs attacks with every layer and with the kernel's alone, at the same time. */
export async function attackTwice(
  place: Place,
  filesOf: Readonly<Record<Layers, readonly string[]>>,
): Promise<Readonly<Record<Layers, ReadonlyMap<string, Told>>>> {
  const program = await bundle(place);
  const [all, kernel] = await Promise.all([
    run(program, place, 'all', filesOf.all),
    run(program, place, 'kernel', filesOf.kernel),
  ]);
  return { all, kernel };
}

async function run(
  program: string,
  place: Place,
  layers: Layers,
  files: readonly string[],
): Promise<ReadonlyMap<string, Told>> {
  const temporary = makeFolder();
  chmodSync(temporary, 0o711);
  const { driver, environment } = PLACES[place];
  if (environment === 'user') chownSync(temporary, USER, USER);
  const command = [process.execPath, '--expose-gc', program, driver, layers, ATTACKS, ...files];
  const [file, args] = environment === null ? [process.execPath, command.slice(1)] : commandIn(environment, command);
  const { stdout, stderr, exitCode } = await execa(file, args, {
    reject: false,
    stdin: 'ignore',
    extendEnv: false,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary, HOME: '/dev/null' },
  });
  const told = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Told] : []));
  if (exitCode !== 0)
    throw new Error(`the grader itself ended with ${String(exitCode)} after ${String(told.length)} attacks: ${stderr}`);
  return new Map(told.map((each) => [each.file, each]));
}

/** Beside the built worker, where the sandbox looks for it. */
async function bundle(place: Place): Promise<string> {
  const outfile = join(process.cwd(), 'dist', 'test', `attacks-${place}.mjs`);
  await build({
    entryPoints: [join(HERE, 'run-attacks.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  await stop();
  return outfile;
}
