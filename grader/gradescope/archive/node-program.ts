/**
 * The Node.js of an archive: the one that runs this, if it works in Ubuntu 22.04 and Debian 12 as it is; otherwise npm's, of
 * the same version. A program that only this machine can start would fail when Gradescope builds the image.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, GraderError } from '../../errors.js';
import { librariesOf } from '../../sandbox/kits/kit.js';
import { needsOf } from './elf.js';
import type { Fetch } from './npm.js';
import { PLATFORM } from './packages.js';

/** Of Ubuntu 22.04; Debian 12 has a newer one. */
const GLIBC = 35;
/** What both images have. A Node.js of a distribution brings more libraries, which they do not have. */
const IN_EVERY_IMAGE =
  /^(?:ld-linux-x86-64\.so\.2|lib(?:c|dl|m|pthread|rt)\.so\.\d+|libstdc\+\+\.so\.6|libgcc_s\.so\.1)$/;

export interface NodeFound {
  readonly bytes: Uint8Array;
  /** Where it is from, for people. */
  readonly origin: string;
}

/** Throws USAGE for a program that was given and cannot be used. */
export async function nodeProgram(given: string | undefined, fetch: Fetch): Promise<NodeFound> {
  if (given !== undefined) return { bytes: await readGiven(given), origin: given };
  const { version, execPath } = process;
  const own = process.platform === 'linux' && process.arch === 'x64' ? await readFile(execPath) : null;
  if (own !== null && whyUnfit(own, librariesOf(execPath)) === null) {
    return { bytes: own, origin: `Node.js ${version} of this machine` };
  }
  const folder = await fetch(`node-${PLATFORM}`, version.slice(1));
  return { bytes: await readFile(join(folder, 'bin', 'node')), origin: `Node.js ${version} of npm` };
}

async function readGiven(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unfit(path, `cannot be read (${codeOf(error) ?? 'unknown error'})`);
  });
  const why = whyUnfit(bytes, process.platform === 'linux' ? librariesOf(path) : []);
  if (why !== null) throw unfit(path, why);
  return bytes;
}

function unfit(path: string, why: string): GraderError {
  return new GraderError('USAGE', `--node ${path} ${why}, expected Node.js for Linux on x86-64`, {
    advice: 'Take bin/node of a download from nodejs.org, or leave --node out.',
  });
}

/** A predicate; null if it can be started in the images of Gradescope. */
export function whyUnfit(program: Buffer, libraries: readonly string[]): string | null {
  const { isLinuxX64, glibc } = needsOf(program);
  if (!isLinuxX64) return 'is not a program for Linux on x86-64';
  if (glibc[1] > GLIBC) return `needs glibc ${glibc.join('.')}, and Ubuntu 22.04 has 2.${String(GLIBC)}`;
  const other = libraries.map((path) => basename(path)).find((name) => !IN_EVERY_IMAGE.test(name));
  return other === undefined ? null : `needs ${other}, which the images of Gradescope do not have`;
}
