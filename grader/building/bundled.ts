/** Which packages went into a bundle: noted by each build, for licences.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** The folder of the package that a file belongs to: the innermost one. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Where the notes of all builds are, as JSON lists of folders. */
export const notesIn = (dist: string): string => join(dist, 'bundled');

/** An esbuild plugin; `name` is that of the bundle, unique among all builds. */
export function noting(name: string, dist: string): Plugin {
  return {
    name: 'noting',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        const outputs = Object.values(metafile?.outputs ?? {});
        const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
        const folders = packagesOf(inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])));
        mkdirSync(notesIn(dist), { recursive: true });
        writeFileSync(join(notesIn(dist), `${name}.json`), JSON.stringify(folders));
      });
    },
  };
}

/** The folders of the packages of these files, sorted. */
export function packagesOf(files: readonly string[]): readonly string[] {
  const folders = files.flatMap((file) => PACKAGE.exec(file.replaceAll('\\', '/'))?.[0] ?? []);
  return [...new Set(folders)].sort();
}
