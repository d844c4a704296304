/**
 * Which files of a student's folder their code imports, found by the bundler with the options of grading. It reads their
 * own code on their own machine and runs none of it.
 */
import { build, type BuildFailure, type Message } from 'esbuild';
import { wordsOf, type BundlerWords } from '../../files/bundler-words.js';
import { showName } from '../../files/names.js';
import { BUNDLING } from '../../protocol/bundling.js';

export interface Imports {
  /** Relative to the folder, with forward slashes; the entries as well. */
  readonly files: readonly string[];
  /** What cannot be bundled, one sentence each. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 5;

interface Entry {
  readonly folder: string;
  readonly entry: string;
  readonly files: readonly string[];
}

/** `entries` and `files`, all that are there, are relative to `folder`. Each is bundled by itself, so that one that fails does not hide the others. */
export async function importsOf(
  folder: string,
  entries: readonly string[],
  files: readonly string[],
): Promise<Imports> {
  const found = await Promise.all(entries.map((entry) => importsOfOne({ folder, entry, files })));
  return {
    files: [...new Set(found.flatMap(({ files }) => files))],
    problems: [...new Set(found.flatMap(({ problems }) => problems))],
  };
}

async function importsOfOne(one: Entry): Promise<Imports> {
  const { folder, entry } = one;
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
    return { files: [entry], problems: errors.slice(0, MOST_PROBLEMS).map((error) => tell(error, one)) };
  }
}

function tell({ text, location }: Message, { folder, entry, files }: Entry): string {
  const file = location?.file ?? entry;
  const at = location === null ? '' : `, line ${String(location.line)}`;
  return `${showName(file)}${at}: ${sentenceOf(wordsOf(text.replaceAll(`${folder}/`, ''), file, files))}`;
}

function sentenceOf(words: BundlerWords): string {
  if (words.kind === 'other') return words.sentence;
  const { kind, why } = words;
  const name = showName(words.wanted);
  if (kind === 'unresolved') return `"${name}" is imported and is not there${why}`;
  const advice = why === '' ? ': use your own files and @tensorflow/tfjs' : why;
  return `"${name}" cannot be imported where this is graded${advice}`;
}
