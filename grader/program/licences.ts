/**
 * Collects the licences of the libraries that are in the bundles into dist/bin/THIRD-PARTY-LICENSES.txt, since a package
 * brings their code without their folders. Must run after all builds; fails for a library that names no licence.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTES } from '../building/bundled.js';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');

/** Files by which a package gives its licence, and notices that it asks to pass on. */
const LEGAL = /^(licen[cs]e|copying|notice)/i;
const LINE = '-'.repeat(100);

const folders = new Set(
  readdirSync(NOTES).flatMap((name) => JSON.parse(readFileSync(join(NOTES, name), 'utf8')) as string[]),
);
/** By the words of a licence, those who gave the same. */
const given = new Map<string, string[]>();
for (const folder of folders) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: unknown;
  };
  if (typeof license !== 'string') throw new Error(`${folder} names no licence`);
  const text = legalTextsIn(join(root, folder));
  given.set(text, [...(given.get(text) ?? []), `${name} ${version}, ${license}`]);
}
const sections = Array.from(given, ([text, names]) => `${LINE}\n${[...new Set(names)].sort().join('\n')}\n\n${text}`);
writeFileSync(
  join(dist, 'bin', 'THIRD-PARTY-LICENSES.txt'),
  `tuxgrade contains code of these libraries, under their licences.\n\n${sections.sort().join('\n')}`,
);

/** Some packages name their licence in package.json alone. */
function legalTextsIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => LEGAL.test(name));
  if (names.length === 0) return 'The package names its licence and has no text of it.\n';
  return names
    .sort()
    .map((name) => `${readFileSync(join(folder, name), 'utf8').trim()}\n`)
    .join('\n');
}
