/** The starters that come with the package: what each is put together from. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { StarterFiles } from './folder.js';

/** A folder whose files go into a starter. */
interface Part {
  /** Below the folder of the rubrics. */
  readonly from: readonly string[];
  /** Below the starter. */
  readonly to: string;
  /** These files of the folder alone; default: all, with those of folders in it. */
  readonly only?: readonly string[];
  /** Files with another name in the starter. */
  readonly renamed?: Readonly<Record<string, string>>;
}

const HOW_IT_RUNS: Part = { from: ['starters', 'common'], to: '' };
const HOW_MODELS_ARE_TRAINED: Part = { from: ['starters', 'training'], to: '' };
const own = (homework: string): Part => ({ from: ['starters', homework], to: '' });

/** A file of a later part takes the place of one of an earlier part. */
const STARTERS: Readonly<Record<string, readonly Part[]>> = {
  quiz2: [HOW_IT_RUNS, own('quiz2')],
  'hw2-circle': [HOW_IT_RUNS, HOW_MODELS_ARE_TRAINED, own('hw2-circle')],
  'hw3-supertux': [
    HOW_IT_RUNS,
    HOW_MODELS_ARE_TRAINED,
    own('hw3-supertux'),
    // what the loss is watched on while a network is trained; it must not be taken for a data set that was collected
    { from: ['..', 'fixtures', 'supertux', 'valid'], to: 'valid/', renamed: { 'labels.csv': 'table.csv' } },
    { from: ['..', 'fixtures', 'supertux'], to: 'valid/', only: ['LICENSE', 'NOTICE'] },
  ],
};

/** The ids of the homeworks that have a starter. */
export const WITH_STARTER: readonly string[] = Object.keys(STARTERS);

/** The files of the starter of one of `WITH_STARTER`. `rubrics` is the folder of the shipped rubrics. */
export async function shippedStarter(homework: string, rubrics: string): Promise<StarterFiles> {
  return filesOf(STARTERS[homework] ?? [], rubrics);
}

/** The files that let a starter run, whatever its homework: package.json, tsconfig.json, tf.js. */
export async function commonFiles(rubrics: string): Promise<StarterFiles> {
  return filesOf([HOW_IT_RUNS, HOW_MODELS_ARE_TRAINED], rubrics);
}

async function filesOf(parts: readonly Part[], rubrics: string): Promise<StarterFiles> {
  const files = new Map<string, Uint8Array>();
  for (const { from, to, only, renamed = {} } of parts) {
    const folder = join(rubrics, ...from);
    for (const path of only ?? (await filesIn(folder))) {
      const name = renamed[path] ?? path.split(sep).join('/');
      files.set(`${to}${name}`, await readFile(join(folder, path)));
    }
  }
  return files;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + sep.length)).sort();
}
