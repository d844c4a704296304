/** Which packages went into a bundle: noted by each build, for licences.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Plugin } from 'esbuild';

/** The folder of the package that a file belongs to: the innermost one. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Where the notes of all builds into dist/ are, as JSON lists of folders. */
export const NOTES = join(import.meta.dirname, '..', 'bundled');

/** An esbuild plugin for builds into a folder of dist/; a note is named after what is built. */
export const NOTING: Plugin = {
  name: 'noting',
  setup(build) {
    const options = build.initialOptions;
    options.metafile = true;
    const built = options.outfile ?? options.outdir;
    if (built === undefined) throw new Error('a bundle without a file and without a folder');
    build.onEnd(({ metafile }) => {
      const outputs = Object.values(metafile?.outputs ?? {});
      const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
      const folders = packagesOf(inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])));
      mkdirSync(NOTES, { recursive: true });
      writeFileSync(join(NOTES, `${parse(built).name}.json`), JSON.stringify(folders));
    });
  },
};

/** The folders of the packages of these files, sorted. */
export function packagesOf(files: readonly string[]): readonly string[] {
  const folders = files.flatMap((file) => PACKAGE.exec(file.replaceAll('\\', '/'))?.[0] ?? []);
  return [...new Set(folders)].sort();
}
