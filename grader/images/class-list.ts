/** classes.txt beside an instructor's images: the names of the classes, so that numbers are not read in another order. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.js';
import { dataMissing, type DataFaults } from './faults.js';
import { CLASS_LIST } from './mask-names.js';
import { counted } from '../text/counted.js';

/** Longest part of a line that is quoted. */
const MOST_SHOWN = 40;

/** Adds a fault for each name that differs from the rubric's; a folder without the file is right. */
export async function checkClassList(folder: string, classes: readonly string[], faults: DataFaults): Promise<void> {
  const path = join(folder, CLASS_LIST);
  const names = await read(path);
  if (names === null) return;
  if (names.length !== classes.length) {
    faults.add(`${path} has ${counted(names.length, 'class', 'classes')}, the rubric has ${String(classes.length)}`);
    return;
  }
  for (const [index, name] of names.entries()) {
    if (name === classes[index]) continue;
    const found = name.slice(0, MOST_SHOWN);
    faults.add(
      `${path}:${String(index + 1)}: class ${String(index)} is "${found}", in the rubric "${classes[index] ?? ''}"`,
    );
  }
}

async function read(path: string): Promise<readonly string[] | null> {
  try {
    const text = await readFile(path, 'utf8');
    return text
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => line.trim());
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw dataMissing(`cannot read ${path}`, 'It has the name of a class on each line.', cause);
  }
}
