/**
 * Which work a student's command is about, and by which rubric: what the command line names wins, then the nearest
 * tuxgrade.json, then the name of the folder.
 */
import path, { basename, dirname, resolve } from 'node:path';
import { GraderError } from '../errors.js';
import { isThere } from '../present.js';
import { suggest } from '../schema/sentences.js';
import { quoted } from '../text/quoted.js';
import { findConfiguration, placeNamed, readConfiguration, type Configured } from '../workspace/configuration.js';
import { isWithin } from '../workspace/places.js';
import { findRubric, isRubricPath, shippedRubric, shippedRubrics } from './inputs.js';

export interface ChosenWork {
  /** As given, or the absolute path that a configuration names. */
  readonly submission: string;
  /** Path of the rubric. */
  readonly rubric: string;
}

export interface GivenWork {
  readonly dir?: string | undefined;
  readonly rubric?: string | undefined;
}

/** Throws USAGE. */
export async function chooseWork({ dir, rubric }: GivenWork): Promise<ChosenWork> {
  if (dir !== undefined && !(await isThere(dir))) {
    throw new GraderError('USAGE', `${dir} does not exist`, { advice: 'Give the folder of your work, or go there.' });
  }
  if (dir !== undefined && rubric !== undefined) return { submission: dir, rubric: findRubric(rubric) };
  const configured = await configuredFor(dir);
  const submission = dir ?? (configured === null ? '.' : await placeNamed(configured, 'submission'));
  if (rubric !== undefined) return { submission, rubric: findRubric(rubric) };
  return { submission, rubric: configured === null ? guessRubric(submission) : await configuredRubric(configured) };
}

/** The nearest configuration, if it is about `dir`; null if there is none. */
async function configuredFor(dir: string | undefined): Promise<Configured | null> {
  const file = await findConfiguration(dir ?? '.');
  if (file === null) return null;
  const configured = await readConfiguration(file);
  if (dir === undefined) return configured;
  // a folder beside the one that it names is another work
  const [its, given] = [resolve(dirname(file), configured.submission), resolve(dir)];
  return isWithin(its, given, path) || isWithin(given, its, path) ? configured : null;
}

async function configuredRubric(configured: Configured): Promise<string> {
  const { rubric, file } = configured;
  const shipped = shippedRubrics();
  if (!isRubricPath(rubric) && shipped.includes(rubric)) return shippedRubric(rubric);
  try {
    return await placeNamed(configured, 'rubric');
  } catch (cause) {
    if (!(cause instanceof GraderError) || isRubricPath(rubric)) throw cause;
    const found = `${file}: rubric: there is no rubric "${rubric}"${suggest(rubric, shipped)}`;
    const advice = `Write one of ${shipped.join(', ')}, or the path of a YAML file relative to this file.`;
    throw new GraderError('USAGE', found, { advice, cause });
  }
}

/** The shipped rubric with the name of the folder, or of the one around it. */
function guessRubric(dir: string): string {
  const folder = resolve(dir);
  const shipped = shippedRubrics();
  const names = [basename(folder), basename(resolve(folder, '..'))];
  const found = names.find((name) => shipped.includes(name));
  if (found !== undefined) return shippedRubric(found);
  throw new GraderError(
    'USAGE',
    `which homework is ${dir}? There is no tuxgrade.json in it or around it, and no rubric is named after the folder`,
    { advice: `Name it: tuxgrade precheck ${quoted(dir)} --rubric ${shipped.join('|')}` },
  );
}
