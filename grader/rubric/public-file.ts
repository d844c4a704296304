/** The text of a public rubric, for a file in another folder. Pure. */
import { dirname, relative, resolve, sep } from 'node:path';
import type { DataSet } from '../schema/examples.js';
import type { Rubric } from '../schema/rubric.js';
import { counted } from '../text/counted.js';
import type { PublicPart } from './public.js';
import { rubricText } from './public-text.js';

export interface PublicFile {
  readonly text: string;
  /** By name, where a data set is read from, as written in the file. */
  readonly paths: ReadonlyMap<string, string>;
}

/** `from` is the path of the whole rubric, `to` that of the file; data sets stay where they are. */
export function publicFile({ rubric, left }: PublicPart, from: string, to: string): PublicFile {
  const moved = movePaths(rubric, dirname(resolve(from)), dirname(resolve(to)));
  const rest =
    left.count === 0
      ? []
      : [
          `${counted(left.count, 'more check')}, of ${String(left.points)} points, ${left.count === 1 ? 'is' : 'are'} graded after you hand in.`,
        ];
  const head = ['The part of this rubric that students may see, written by `tuxgrade rubric public`.', ...rest];
  const sets = Object.entries(moved.data ?? {});
  return {
    text: rubricText(moved, head),
    paths: new Map(sets.flatMap(([name, set]) => ('path' in set ? [[name, set.path] as const] : []))),
  };
}

/** Sentences for staff: what students need beside the file. */
export function tellPaths({ paths }: PublicFile): string[] {
  return Array.from(paths, ([name, where]) => `data set ${name} is read from ${where}: give that to students as well`);
}

function movePaths(rubric: Rubric, from: string, to: string): Rubric {
  if (rubric.data === undefined || from === to) return rubric;
  const data = Object.entries(rubric.data).map(([name, set]): [string, DataSet] => {
    if (!('path' in set)) return [name, set];
    const path = relative(to, resolve(from, set.path)).split(sep).join('/');
    return [name, { ...set, path: path === '' ? '.' : path }];
  });
  return { ...rubric, data: Object.fromEntries(data) };
}
