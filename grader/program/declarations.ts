/**
 * Copies the declarations that the public interface needs, and no others, to dist/types: what a program that imports
 * tuxgrade is type-checked against. Fails for a library that a package does not bring. Must run after tsc.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const built = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(built, 'types');

interface Facts {
  readonly dependencies: Readonly<Record<string, string>>;
}
const { dependencies } = JSON.parse(readFileSync(join(built, '..', 'package.json'), 'utf8')) as Facts;

rmSync(target, { recursive: true, force: true });
for (const file of reachedFrom(join(built, 'index.d.ts'))) {
  const copy = join(target, relative(built, file));
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(file, copy);
}

/** A declaration file and those that it imports, directly or through others. */
function reachedFrom(entry: string): ReadonlySet<string> {
  const reached = new Set([entry]);
  // a set goes on with what is added while it is read
  for (const file of reached) {
    for (const { fileName: name } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      if (name.startsWith('.')) reached.add(resolve(dirname(file), name.replace(/\.js$/, '.d.ts')));
      else if (!isBrought(name)) throw new Error(`${file} imports ${name}, which a package does not bring`);
    }
  }
  return reached;
}

/** Node's own modules are declared by @types/node, which is a peer. */
function isBrought(name: string): boolean {
  return name.startsWith('node:') || Object.hasOwn(dependencies, name);
}
