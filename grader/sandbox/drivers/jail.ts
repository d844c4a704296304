/** A root folder for one submission, furnished with links to the grader's own files: no copies, no mounts. */
import { chmodSync, existsSync, linkSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { amongTemporary } from '../../temporary.js';
import type { Launch } from '../kits/launch.js';
import { copyForAll, type Kit } from '../kits/kit.js';
import { mountsOf } from '../kits/layout.js';

/** What a snapshot's folder is called, in every driver. */
const NAME = 'submission';

/** The folder around a snapshot: nothing else may be in it, for it becomes a root. */
export function folderAbove(submission: string): string {
  if (basename(submission) !== NAME) throw new Error(`a snapshot's folder is called ${NAME}, not ${submission}`);
  return dirname(submission);
}

/** Puts what a program needs into the root; what is there already stays. */
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

/** A link, to the file itself or, where that lies on another file system or may not be linked, to a copy. */
function linkOrCopy(from: string, place: string): void {
  const file = realpathSync(from);
  try {
    linkSync(file, place);
  } catch {
    linkSync(copyForAll(file), place);
  }
}
