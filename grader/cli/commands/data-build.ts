/** `tuxgrade data build`: makes labelled images of SuperTux from the game's own files. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf, EXIT, GraderError, type ExitCode } from '../../errors.js';
// not by way of index: no other command needs the image library
import { buildDataSet, SPLITS, type Split } from '../../supertux/build.js';
import { drawSeed, isSecretSeed, type Seed } from '../../supertux/seed.js';
import { ensureWritable } from '../../atomic.js';
import { assertEmpty } from '../new-folder.js';
import { startProgress } from '../progress.js';

export interface DataBuildArguments {
  readonly out: string;
  /** A whole number, or the 32 hexadecimal digits of a private set. */
  readonly seed?: string | undefined;
  readonly private: boolean;
  readonly split?: readonly Split[] | undefined;
  readonly 'per-class'?: number | undefined;
  readonly segmentation: boolean;
  readonly game: string;
}

/** The sizes of the sample in the repository. */
const USUAL = { train: 500, valid: 100, heldout: 200 } as const;
const MOST = 100_000;
const MOST_SEED = 2 ** 32 - 1;
const USUAL_SEED = 1;

export async function dataBuild(argv: DataBuildArguments): Promise<ExitCode> {
  const { out, game, segmentation } = argv;
  const seed = seedOf(argv);
  // a secret seed stays secret when a set is made from it again
  const isPrivate = argv.private || typeof seed === 'string';
  if (argv['per-class'] !== undefined) wholeNumber('--per-class', argv['per-class'], 1, MOST);
  await assertEmpty(out);
  await ensureWritable(out);
  const seedFile = isPrivate ? await keepSeed(out, seed) : null;
  const splits = SPLITS.filter((split) => argv.split === undefined || argv.split.includes(split));
  let progress: ReturnType<typeof startProgress> | undefined;
  await buildDataSet({
    game,
    seed,
    isPrivate,
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
  })
    .catch(async (error: unknown) => {
      // the set was not made, so its seed is useless
      if (seedFile !== null) await rm(seedFile, { force: true });
      throw error;
    })
    .finally(() => progress?.stop());
  process.stdout.write(`Data set: ${splits.map((split) => join(out, split)).join(', ')}\n`);
  if (seedFile !== null) process.stdout.write(`Seed: only in ${seedFile}; keep it secret\n`);
  return EXIT.OK;
}

/** Without --seed: the seed of the sample, or 128 random bits for a private set. */
function seedOf({ seed, private: isPrivate }: DataBuildArguments): Seed {
  if (seed === undefined) return isPrivate ? drawSeed() : USUAL_SEED;
  if (isSecretSeed(seed)) return seed;
  const number = seed.trim() === '' ? NaN : Number(seed);
  wholeNumber('--seed', number, 0, MOST_SEED);
  return number;
}

/** Writes the seed beside the folder, which may be shared: whoever has the seed can make the images and labels. */
async function keepSeed(out: string, seed: Seed): Promise<string> {
  const path = `${resolve(out)}.seed`;
  try {
    await writeFile(path, `${String(seed)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
    throw new GraderError('USAGE', `${path} exists: it may be the seed of another private data set`, {
      advice: 'Name another folder with --out, or move the file away.',
      cause,
    });
  }
  return path;
}

function wholeNumber(option: string, given: number, least: number, most: number): void {
  if (Number.isInteger(given) && given >= least && given <= most) return;
  const found = Number.isNaN(given) ? 'not a number' : String(given);
  throw new GraderError(
    'USAGE',
    `${option} is ${found}, expected a whole number from ${String(least)} to ${String(most)}`,
  );
}
