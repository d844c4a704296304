/** Data sets of images with a share of the images of a larger one, so that a test can evaluate many models on them. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folders.js';

/** A folder with one of `every` images of each class, in the same order. Relies on a table of file and label. */
export function fewerImages(folder: string, every: number): string {
  const [head = '', ...rows] = readFileSync(join(folder, 'labels.csv'), 'utf8').trimEnd().split('\n');
  const seen = new Map<string, number>();
  const kept = rows.filter((row) => {
    const [, label = ''] = row.split(',');
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return before % every === 0;
  });
  const made = makeFolder();
  writeFileSync(join(made, 'labels.csv'), `${[head, ...kept].join('\n')}\n`);
  for (const [file = ''] of kept.map((row) => row.split(','))) cpSync(join(folder, file), join(made, file));
  return made;
}

/** The same of images with class maps, which have no table: one of `every`, in the order of their names, with its map. */
export function fewerSegmented(folder: string, every: number): string {
  const made = makeFolder();
  mkdirSync(join(made, 'masks'));
  const images = readdirSync(folder).filter((file) => file.endsWith('.png'));
  for (const file of images.filter((_file, at) => at % every === 0)) {
    for (const path of [file, join('masks', file)]) cpSync(join(folder, path), join(made, path));
  }
  return made;
}
