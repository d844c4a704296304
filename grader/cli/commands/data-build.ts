/** `tuxgrade data build`: labelled images of SuperTux, from the game's own files. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT, GraderError } from '../../errors.js';
// not by way of index: no other command needs the image library
import { buildDataSet, SPLITS, type Split } from '../../data/build.js';
import { ensureWritable } from '../../report/writers/atomic.js';
import { startProgress } from '../progress.js';

export interface DataBuildArguments {
  readonly out: string;
  readonly seed: number;
  readonly split?: readonly Split[] | undefined;
  readonly 'per-class'?: number | undefined;
  readonly segmentation: boolean;
  readonly game: string;
}

/** As many as the committed sample has. */
const USUAL = { train: 500, valid: 100, heldout: 200 } as const;
const MOST = 100_000;
const MOST_SEED = 2 ** 32 - 1;

export async function dataBuild(argv: DataBuildArguments): Promise<number> {
  const { out, seed, game, segmentation } = argv;
  wholeNumber('--seed', seed, 0, MOST_SEED);
  if (argv['per-class'] !== undefined) wholeNumber('--per-class', argv['per-class'], 1, MOST);
  await ensureWritable(out);
  if ((await readdir(out)).length > 0) {
    throw new GraderError('USAGE', `${out} is not empty: a data set is never mixed with other files`, {
      advice: 'Name a new folder with --out.',
    });
  }
  const splits = SPLITS.filter((split) => argv.split === undefined || argv.split.includes(split));
  let progress: ReturnType<typeof startProgress> | undefined;
  await buildDataSet({
    game,
    seed,
    splits,
    perClass: argv['per-class'] ?? USUAL,
    segmentation,
    write: async (path, data) => {
      await mkdir(dirname(join(out, path)), { recursive: true });
      await writeFile(join(out, path), data);
    },
    onProgress: (finished, total) => {
      progress ??= startProgress(total, 'made');
      progress.update(finished, '');
    },
  }).finally(() => progress?.stop());
  process.stdout.write(`Data set: ${splits.map((split) => join(out, split)).join(', ')}\n`);
  return EXIT.OK;
}

function wholeNumber(option: string, given: number, least: number, most: number): void {
  if (Number.isInteger(given) && given >= least && given <= most) return;
  const found = Number.isNaN(given) ? 'no number' : String(given);
  throw new GraderError(
    'USAGE',
    `${option} is ${found}, expected a whole number from ${String(least)} to ${String(most)}`,
  );
}
