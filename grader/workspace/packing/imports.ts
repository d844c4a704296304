/**
 * Which files of a student's folder their code imports, found by the bundler with the options of grading. It reads their
 * own code on their own machine and runs none of it.
 */
import { build, type BuildFailure, type Message } from 'esbuild';
import { showName } from '../../files/names.js';
import { BUNDLING } from '../../protocol/bundling.js';

export interface Imports {
  /** Relative to the folder, with forward slashes; the entries as well. */
  readonly files: readonly string[];
  /** What cannot be bundled, one sentence each. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 5;

/** `entries` are relative to `folder`. Each is bundled by itself, so that one that fails does not hide the others. */
export async function importsOf(folder: string, entries: readonly string[]): Promise<Imports> {
  const found = await Promise.all(entries.map((entry) => importsOfOne(folder, entry)));
  return {
    files: [...new Set(found.flatMap(({ files }) => files))],
    problems: [...new Set(found.flatMap(({ problems }) => problems))],
  };
}

async function importsOfOne(folder: string, entry: string): Promise<Imports> {
  try {
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: [`./${entry}`],
      ...{ bundle: true, write: false, metafile: true, outdir: 'unused', logLevel: 'silent' },
      ...{ ...BUNDLING, external: [BUNDLING.external] },
    });
    return { files: Object.keys(metafile.inputs), problems: [] };
  } catch (cause) {
    const errors = (cause as Partial<BuildFailure>).errors;
    if (errors === undefined) throw cause;
    return { files: [entry], problems: errors.slice(0, MOST_PROBLEMS).map((error) => tell(error, entry)) };
  }
}

function tell({ text, location }: Message, entry: string): string {
  const file = location?.file ?? entry;
  const at = location === null ? '' : `, line ${String(location.line)}`;
  const wanted = /^Could not resolve "(.*)"/.exec(text)?.[1];
  return `${showName(file)}${at}: ${wanted === undefined ? text : tellUnresolved(wanted)}`;
}

function tellUnresolved(wanted: string): string {
  const name = showName(wanted);
  if (wanted.startsWith('.')) return `"${name}" is imported and is not there`;
  return `"${name}" cannot be imported where this is graded: use your own files and @tensorflow/tfjs`;
}
