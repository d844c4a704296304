/**
 * Finds and reads tuxgrade.json. It decides which code is run, and may lie in any folder around the one where a student
 * works: it must be a small file of the same user, and must name nothing outside of its own folder.
 */
import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import path, { basename, dirname, join, resolve } from 'node:path';
import { codeOf, GraderError } from '../errors.js';
import { showName } from '../files/names.js';
import { tellFault } from '../checks/judging/json-fault.js';
import type { Configuration } from '../schema/configuration.js';
import { findConfigurationProblems } from '../schema/validate.js';
import { depthOf } from '../text/json-text.js';
import { foldersAround, isWithin, whyUnfit } from './places.js';

export const CONFIGURATION_FILE = 'tuxgrade.json';

/** A configuration that was read. */
export interface Configured extends Configuration {
  /** Absolute path of the file. */
  readonly file: string;
}

const MOST_BYTES = 16 * 1024;
/** It is one group of two texts. */
const DEEPEST = 4;

/** The path of the nearest tuxgrade.json in `folder` or around it; null if there is none. */
export async function findConfiguration(folder: string): Promise<string | null> {
  for (const one of foldersAround(folder, path)) {
    const file = join(one, CONFIGURATION_FILE);
    // a folder that cannot be read has none for this user
    if ((await lstat(file).catch(() => null)) !== null) return file;
  }
  return null;
}

/** Throws USAGE with the place and what to do. */
export async function readConfiguration(file: string): Promise<Configured> {
  const value = parse(file, await readText(file));
  const problems = findConfigurationProblems(value);
  // a misspelt key is missing as well
  const problem = problems.find(({ atKey }) => atKey) ?? problems[0];
  if (problem !== undefined) {
    const at = problem.path.length === 0 || problem.atKey ? '' : `${problem.path.join('.')}: `;
    throw unfit(file, `${at}${problem.sentence}`);
  }
  const configuration = value as Configuration;
  for (const key of ['rubric', 'submission'] as const) {
    const why = whyUnfit(configuration[key], path);
    if (why !== null) throw unfit(file, `${key}: "${showName(configuration[key])}" ${why}`);
  }
  return { ...configuration, file };
}

/** The absolute path of what a configuration names, which exists. Throws USAGE. */
export async function placeNamed({ file, ...names }: Configured, key: keyof Configuration): Promise<string> {
  const folder = dirname(file);
  const place = resolve(folder, names[key]);
  try {
    // a link may lead anywhere
    if (isWithin(await realpath(folder), await realpath(place), path)) return place;
  } catch (cause) {
    const code = codeOf(cause);
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? 'unknown'})`;
    throw unfit(file, `${key}: "${showName(names[key])}" ${why}`);
  }
  throw unfit(file, `${key}: "${showName(names[key])}" is a link out of the folder of this file, which is not allowed`);
}

async function readText(file: string): Promise<string> {
  const handle = await openRegular(file);
  try {
    const { size, uid } = await handle.stat();
    const own = process.getuid?.();
    // anybody can put a file into a folder for everybody, such as /tmp
    if (own !== undefined && uid !== own && uid !== 0) {
      throw unfit(file, 'it belongs to another user, who would choose what is run here');
    }
    if (size > MOST_BYTES) throw unfit(file, `it has ${String(size)} bytes, expected at most ${String(MOST_BYTES)}`);
    const buffer = Buffer.alloc(MOST_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, MOST_BYTES, 0);
    // without the mark that editors on Windows write first
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
  } catch (cause) {
    if (codeOf(cause) === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw unfit(file, 'it is not text in UTF-8');
    throw cause;
  } finally {
    await handle.close();
  }
}

/** Neither a link nor a pipe, which would block. */
async function openRegular(file: string): Promise<FileHandle> {
  try {
    const facts = await lstat(file);
    if (facts.isSymbolicLink()) throw unfit(file, 'it is a link, expected a file');
    if (!facts.isFile()) throw unfit(file, 'it is not a file');
    // Windows has neither flag
    const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;
    return await open(file, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    throw unfit(file, `it cannot be read (${codeOf(cause) ?? 'unknown'})`);
  }
}

function parse(file: string, text: string): unknown {
  if (depthOf(text) > DEEPEST) throw unfit(file, 'it is nested too deeply');
  try {
    return JSON.parse(text);
  } catch {
    const { message } = tellFault(basename(file), text);
    throw unfit(file, message.slice(basename(file).length).trim());
  }
}

function unfit(file: string, sentence: string): GraderError {
  return new GraderError('USAGE', `${file}: ${sentence}`, {
    advice:
      'Expected: { "rubric": "quiz2", "submission": "." }, the rubric of the homework and the folder that is handed in, relative to this file. Or name both: tuxgrade precheck FOLDER --rubric RUBRIC.',
  });
}
