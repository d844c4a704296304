/**
 * The packages that the grader needs on Linux on x86-64, without what it never reads: where they are installed, or as npm
 * has them where this machine is another one.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GraderError } from '../../errors.js';
import { asRecord, field, textField } from '../../text/fields.js';
import type { PackedFile } from '../../workspace/packing/zip.js';
import { filesIn, type Chosen } from './folder.js';
import type { Fetch } from './npm.js';

export const PLATFORM = 'linux-x64';

interface Wanted {
  readonly name: string;
  /** Whose package.json names its version, and beside which it is installed. */
  readonly of?: string;
  /** Which of its files, by their paths in it. */
  readonly files: Chosen;
  /** It has programs for one kind of machine. */
  readonly isNative?: boolean;
  readonly isOptional?: boolean;
}

const isRun: Chosen = (path) =>
  !/\.(?:d\.[cm]?ts|map|md|markdown|flow)$|(?:^|\/)(?:src|install|test|include)\//i.test(path);
const isLicense: Chosen = (path) => /^(?:licen[cs]e|notice)/i.test(path);

const WANTED: readonly Wanted[] = [
  // its program alone: the grader finds it through these facts
  { name: 'esbuild', files: (path) => path === 'package.json' || isLicense(path) },
  {
    name: `@esbuild/${PLATFORM}`,
    of: 'esbuild',
    files: (path) => ['package.json', 'bin/esbuild'].includes(path),
    isNative: true,
  },
  { name: 'sharp', files: isRun },
  { name: '@img/colour', of: 'sharp', files: isRun },
  { name: 'detect-libc', of: 'sharp', files: isRun },
  { name: 'semver', of: 'sharp', files: isRun },
  { name: `@img/sharp-${PLATFORM}`, of: 'sharp', files: isRun, isNative: true },
  {
    name: `@img/sharp-libvips-${PLATFORM}`,
    of: 'sharp',
    files: (path) => isRun(path) && !path.startsWith('lib/glib-2.0/'),
    isNative: true,
  },
  // no library for graphics cards, of another system, and none of the package's own scripts
  {
    name: 'onnxruntime-node',
    files: (path) =>
      path === 'package.json' ||
      isLicense(path) ||
      /^bin\/napi-v\d+\/linux\/x64\/(?:onnxruntime_binding\.node|libonnxruntime\.so[.\d]*)$/.test(path),
    isOptional: true,
  },
];

export interface PackagesFound {
  /** By their paths below node_modules/. */
  readonly files: readonly PackedFile[];
  readonly remarks: readonly string[];
}

/** Throws SANDBOX_UNAVAILABLE for a package that is neither installed nor to be had. */
export async function packagesFor(fetch: Fetch): Promise<PackagesFound> {
  const own = createRequire(import.meta.url);
  const found: PackedFile[] = [];
  const remarks: string[] = [];
  for (const wanted of WANTED) {
    const { name, isOptional = false } = wanted;
    const near = wanted.of === undefined ? null : folderOf(wanted.of, own);
    const folder = folderOf(name, near === null ? own : createRequire(join(near, 'package.json')));
    const from = folder ?? (isOptional ? null : await fetched(wanted, near, fetch));
    if (from === null) {
      remarks.push(`${name} is not installed here, so models run on WebAssembly, which takes longer`);
      continue;
    }
    const files = await filesIn(from, wanted.files);
    found.push(...files.map((file) => ({ ...file, path: `${name}/${file.path}` })));
  }
  return { files: found.map((file) => ({ ...file, isProgram: file.path.endsWith('/bin/esbuild') })), remarks };
}

async function fetched({ name, isNative = false }: Wanted, near: string | null, fetch: Fetch): Promise<string> {
  const version = near === null || !isNative ? null : versionWanted(near, name);
  if (version !== null) return await fetch(name, version);
  throw new GraderError('SANDBOX_UNAVAILABLE', `the package ${name}, which the archive needs, is not installed`, {
    advice: 'Install tuxgrade again, with its packages.',
  });
}

/** The folder of an installed package; null if there is none. Not every package lets `require` find its facts. */
function folderOf(name: string, require: NodeJS.Require): string | null {
  const folders = (require.resolve.paths(name) ?? []).map((path) => join(path, name));
  const found = folders.find((folder) => existsSync(join(folder, 'package.json')));
  return found === undefined ? null : realpathSync(found);
}

/** The version of a package of another platform that the package in `folder` names. */
function versionWanted(folder: string, name: string): string | null {
  const facts = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as unknown;
  return textField(asRecord(field(facts, 'optionalDependencies')), name);
}
