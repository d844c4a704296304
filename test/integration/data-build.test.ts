/** The builder of data sets on a game of a few pixels, in the game's own formats. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { loadSegmentation } from '../../grader/images/load-masks.js';
import { splitOf } from '../../grader/supertux/build.js';
import { LICENSE } from '../../grader/supertux/levels.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';
import { makeTinyGame } from '../support/tiny-game.js';

afterAll(removeFolders);

/** Names of levels that fall into each split. */
const NAMES = Array.from({ length: 40 }, (_, index) => `world/level ${String(index)}`);
const inSplit = (split: string) => NAMES.filter((name) => splitOf(name) === split).slice(0, 2);
const PER_CLASS = 4;

let game: string;
const out = join(makeFolder(), 'set');
const build = (folder: string, ...more: string[]) =>
  runCommand(['data', 'build', '--game', game, '--out', folder, '--per-class', String(PER_CLASS), ...more]);

beforeAll(async () => {
  const levels = ['train', 'valid', 'heldout'].flatMap(inSplit).map((name): [string, string] => [name, LICENSE]);
  const other = NAMES.filter((name) => splitOf(name) === 'train')[2] ?? '';
  game = await makeTinyGame({ ...Object.fromEntries(levels), [other]: 'All rights reserved' });
  const run = await build(out, '--segmentation', '--seed', '7');
  expect([run.exitCode, run.stderr.replace(/^.* left\n?/gm, '')]).toEqual([0, '']);
}, 60_000);

const rowsOf = (split: string): string[][] => parse(readFileSync(join(out, split, 'labels.csv')), { fromLine: 2 });

describe('a data set', () => {
  test.each(['train', 'valid', 'heldout'])(
    '%s has the requested number of each class, from its own levels',
    (split) => {
      const rows = rowsOf(split);
      const counts = new Map<string, number>();
      for (const [, label = ''] of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
      const classes = ['badguy', 'bonus', 'object', 'projectile', 'tile', 'tux'];
      expect([...counts].sort()).toEqual(classes.map((name) => [name, PER_CLASS]));
      // a level of another licence would be in train
      expect(
        [...new Set(rows.map(([, , level]) => level))].every((level) => inSplit(split).includes(level ?? '')),
      ).toBe(true);
      const images = readdirSync(join(out, split)).filter((name) => name.endsWith('.png'));
      expect(images).toEqual(rows.map(([file]) => file));
      // shuffled: the order tells nothing of the classes
      expect(new Set(rows.slice(0, PER_CLASS).map(([, label]) => label)).size).toBeGreaterThan(1);
    },
  );
  test('every image is 64 x 64 in 128 colours at most, and shows something', async () => {
    for (const [file = ''] of rowsOf('train')) {
      const picture = sharp(join(out, 'train', file));
      expect(await picture.metadata()).toMatchObject({ format: 'png', width: 64, height: 64, isPalette: true });
      const { channels } = await picture.stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(4);
    }
  });
  test('the class map shows the class of its image, in the numbers of segmentation', async () => {
    const numbers: Record<string, number> = { tile: 1, tux: 2, badguy: 3, bonus: 4, projectile: 5, object: 6 };
    for (const [file = '', label = ''] of rowsOf('valid')) {
      const map = sharp(join(out, 'valid', 'masks', file));
      expect(await map.metadata()).toMatchObject({ width: 64, height: 64, channels: 1, depth: 'uchar' });
      const data = await map.extractChannel(0).raw().toBuffer();
      const share = data.filter((value) => value === numbers[label]).length / data.length;
      expect(share).toBeGreaterThan(0.02);
      expect(Math.max(...data)).toBeLessThanOrEqual(6);
    }
  });
  test('classes.txt names the classes in the order of their numbers, and the set can be read', async () => {
    const classes = ['background', 'tile', 'tux', 'badguy', 'bonus', 'projectile', 'object'];
    expect(
      readFileSync(join(out, 'valid', 'classes.txt'), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toEqual(classes);
    const { pixels, maps } = await loadSegmentation(join(out, 'valid'), { classes, side: 64 });
    expect([pixels.length, maps.length]).toEqual([6 * PER_CLASS * 64 * 64 * 3, 6 * PER_CLASS * 64 * 64]);
  });
  test('MANIFEST.json has the digest of every file', () => {
    const manifest = JSON.parse(readFileSync(join(out, 'MANIFEST.json'), 'utf8')) as { sha256: Record<string, string> };
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(Object.keys(manifest.sha256)).toHaveLength(files.length - 1);
    for (const [path, digest] of Object.entries(manifest.sha256)) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, path)))
          .digest('hex'),
      ).toBe(digest);
    }
  });
});

describe('again', () => {
  test('the same seed gives the same bytes, another seed other images', async () => {
    const [same, other] = [join(makeFolder(), 'a'), join(makeFolder(), 'b')];
    await build(same, '--segmentation', '--seed', '7');
    await build(other, '--segmentation', '--seed', '8');
    const manifest = (folder: string) => readFileSync(join(folder, 'MANIFEST.json'), 'utf8');
    expect(manifest(same)).toBe(manifest(out));
    expect(manifest(other)).not.toBe(manifest(out));
  });
  test('one split alone is the same as in the whole', async () => {
    const folder = join(makeFolder(), 'c');
    await build(folder, '--split', 'heldout', '--seed', '7');
    expect(readdirSync(folder).sort()).toEqual(['MANIFEST.json', 'heldout']);
    const labels = readFileSync(join(folder, 'heldout', 'labels.csv'), 'utf8');
    expect(labels).toBe(readFileSync(join(out, 'heldout', 'labels.csv'), 'utf8'));
  });
});

test('files are named by the digest of their pixels, with any seed', async () => {
  for (const split of ['train', 'valid', 'heldout']) {
    const digests = await Promise.all(
      rowsOf(split).map(async ([file = '']) =>
        createHash('sha256')
          .update(
            await sharp(join(out, split, file))
              .removeAlpha()
              .toColourspace('srgb')
              .raw()
              .toBuffer(),
          )
          .digest('hex'),
      ),
    );
    expect(digests).toEqual([...digests].sort());
  }
});

describe('a private set', () => {
  const heldout = (folder: string) => readFileSync(join(folder, 'heldout', 'labels.csv'), 'utf8');
  const filesBelow = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  test('has 128 random bits as its seed, beside the folder and nowhere else, and can be made again from it', async () => {
    const [first, second, again] = [join(makeFolder(), 'a'), join(makeFolder(), 'b'), join(makeFolder(), 'c')];
    const run = await build(first, '--private', '--split', 'heldout');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain(`${first}.seed`);
    const seed = readFileSync(`${first}.seed`, 'utf8').trim();
    expect(seed).toMatch(/^[0-9a-f]{32}$/);
    expect(statSync(`${first}.seed`).mode & 0o077).toBe(0);
    expect(filesBelow(first).some((bytes) => bytes.includes(seed))).toBe(false);
    expect(`${run.stdout}${run.stderr}`).not.toContain(seed);
    expect(readFileSync(join(first, 'MANIFEST.json'), 'utf8')).not.toContain('"seed"');
    await build(second, '--private', '--split', 'heldout');
    expect(heldout(second)).not.toBe(heldout(first));
    await build(again, '--split', 'heldout', '--seed', seed);
    expect(filesBelow(again).map(String)).toEqual(filesBelow(first).map(String));
  }, 60_000);
  test('a seed that is there is not written over, and one of a set that could not be made is taken away', async () => {
    const folder = join(makeFolder(), 'a');
    writeFileSync(`${folder}.seed`, 'of another set\n');
    const run = await build(folder, '--private', '--split', 'heldout');
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`${folder}.seed exists: it may be the seed of another private data set`);
    expect(readFileSync(`${folder}.seed`, 'utf8')).toBe('of another set\n');
    const none = join(makeFolder(), 'b');
    const empty = await runCommand(['data', 'build', '--game', await makeTinyGame({}), '--out', none, '--private']);
    expect([empty.exitCode, existsSync(`${none}.seed`)]).toEqual([3, false]);
  });
});

describe('bad input', () => {
  test.each<[string, string[], number, RegExp]>([
    ['no game', ['--game', 'grader'], 3, /grader does not contain SuperTux: images\/tiles\.strf is missing\nInstall/],
    ['a folder with files in it', ['--out', 'docs'], 2, /docs is not empty/],
    [
      'a file',
      ['--out', 'package.json'],
      2,
      /--out package\.json is not a folder, or is below a file\nName a new folder/,
    ],
    ['half an image', ['--per-class', '0.5'], 2, /--per-class is 0\.5, expected a whole number from 1/],
    ['a seed that is none', ['--seed', 'x'], 2, /--seed is not a number/],
    ['no such split', ['--split', 'test'], 2, /--split cannot be "test", expected train or valid or heldout/],
    ['no such action', ['--segmentatoin'], 2, /Did you mean --segmentation\?/],
  ])('%s', async (_name, args, exitCode, said) => {
    const folder = args.includes('--out') ? [] : ['--out', join(makeFolder(), 'x')];
    const run = await runCommand(['data', 'build', ...folder, ...args]);
    expect(run.stderr).toMatch(said);
    expect([run.exitCode, run.stdout]).toEqual([exitCode, '']);
  });
  test('a class that the levels do not show often enough is named, with how many there are', async () => {
    const run = await runCommand(['data', 'build', '--game', await makeTinyGame({}), '--out', join(makeFolder(), 'x')]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('the train levels show object well in 0 crops, expected 500');
  });
});
