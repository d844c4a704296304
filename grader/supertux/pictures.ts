/** Reads the game's pictures, each decoded once, and the files that name them. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import sharp from 'sharp';
import { GraderError } from '../errors.js';
import { refusePointer } from '../images/pointers.js';
import { parseSexp, type SexpList } from './sexp.js';

/** RGBA, 8 bits each, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

export interface GameFiles {
  readonly root: string;
  /** The picture at a path below the game's folder; null if there is none. */
  picture(path: string): Promise<Picture | null>;
  /** The list in a file below the game's folder. */
  list(path: string): Promise<SexpList>;
  /** The path of a file that a level names; some files have moved since. */
  find(path: string): string | null;
}

/** Throws DATA_MISSING if the folder is not that of the game. */
export function openGame(root: string): GameFiles {
  if (!existsSync(join(root, 'images', 'tiles.strf'))) {
    throw new GraderError('DATA_MISSING', `${root} does not contain SuperTux: images/tiles.strf is missing`, {
      advice: "Install Debian's package supertux-data (bash setup.sh --with-game), or name its folder with --game.",
    });
  }
  const pictures = new Map<string, Promise<Picture | null>>();
  let moved: Map<string, string> | undefined;
  const find = (path: string): string | null => {
    const inside = join('/', path).slice(1);
    if (existsSync(join(root, inside))) return inside;
    moved ??= byBaseName(root);
    return moved.get(basename(inside)) ?? null;
  };
  return {
    root,
    find,
    picture: (path) => {
      const found = find(path);
      if (found === null) return Promise.resolve(null);
      const known = pictures.get(found) ?? decode(join(root, found));
      pictures.set(found, known);
      return known;
    },
    list: async (path) => {
      try {
        const bytes = await readFile(join(root, path));
        return parseSexp(refusePointer(join(root, path), bytes).toString('utf8'));
      } catch (cause) {
        if (cause instanceof GraderError) throw cause;
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new GraderError('DATA_MISSING', `${join(root, path)} cannot be read: ${why}`, {
          advice: 'Reinstall the game data.',
          cause,
        });
      }
    },
  };
}

/** Backgrounds that have moved to other folders, by file name. */
function byBaseName(root: string): Map<string, string> {
  const files = filesBelow(join(root, 'images', 'background'));
  return new Map(files.reverse().map((file) => [basename(file), relative(root, file)]));
}

/** All files below a folder, sorted by path; none if it does not exist. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
}

async function decode(path: string): Promise<Picture | null> {
  if (!['.png', '.jpg'].includes(extname(path))) return null;
  const bytes = refusePointer(path, await readFile(path));
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: data };
}
