/** A root folder for one submission, filled with hard links to the grader's own files; needs no mounts. */
import { chmodSync, existsSync, linkSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { amongTemporary } from '../../temporary.js';
import type { Launch } from '../kits/launch.js';
import { copyForAll, type Kit } from '../kits/kit.js';
import { mountsOf } from '../kits/layout.js';

/** What a snapshot's folder is called, in every driver. */
const NAME = 'submission';

/** The folder around a snapshot. It becomes the root, so it must not contain anything else. */
export function folderAbove(submission: string): string {
  if (basename(submission) !== NAME) throw new Error(`a snapshot's folder is called ${NAME}, not ${submission}`);
  return dirname(submission);
}

/** Adds the files that a program needs to the root; existing files stay. */
export function furnish(root: string, launch: Launch, kit: Kit): void {
  amongTemporary(() => {
    for (const [from, to] of mountsOf(launch, kit)) {
      const place = join(root, to);
      if (existsSync(place)) continue;
      makeFolders(root, dirname(to));
      linkOrCopy(from, place);
    }
  });
}

function makeFolders(root: string, folder: string): void {
  if (folder === '/' || existsSync(join(root, folder))) return;
  makeFolders(root, dirname(folder));
  mkdirSync(join(root, folder));
  chmodSync(join(root, folder), 0o755);
}

/** A link to the file, or to a copy if the file is on another file system or must not be linked. */
function linkOrCopy(from: string, place: string): void {
  const file = realpathSync(from);
  try {
    linkSync(file, place);
  } catch {
    linkSync(copyForAll(file), place);
  }
}
