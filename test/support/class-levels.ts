/** Levels of a class in memory: folders and archives as trees of names, files by their text. */
import { Readable } from 'node:stream';
import { GraderError } from '../../grader/errors.js';
import { formatOf } from '../../grader/intake/archives/archive-kinds.js';
import type { ClassLevel } from '../../grader/intake/class/level.js';
import type { Source } from '../../grader/intake/files/source.js';

/** A folder, or an archive if its name says so; text is a file. */
export interface Tree {
  readonly [name: string]: Tree | string;
}

/** An archive that is a file here cannot be read. */
export function levelOf(tree: Tree, path = '/class', isLook = false): ClassLevel {
  const at = (name: string) => tree[name] ?? '';
  return {
    path,
    entries: Object.keys(tree).map((name) => ({ name, kind: isFolder(name, at(name)) ? 'folder' : 'file' })),
    pathsIn: (name) => Promise.resolve(isFolder(name, at(name)) ? pathsOf(at(name)) : []),
    inside: (name, look) => {
      const inner = at(name);
      if (typeof inner !== 'string') return Promise.resolve(levelOf(inner, `${path}/${name}`, look));
      return Promise.reject(new GraderError('BAD_ARCHIVE', `${name} cannot be read`));
    },
    isLook,
    modified: () => null,
    whole: (name) => ({ path: `${path}/${name}` }),
    open: (name, as) => {
      const one = at(name);
      return Promise.resolve(sourceOf(typeof one === 'string' ? { [as]: one } : one));
    },
    fileAt: (name) => `${path}/${name}`,
    remarks: [],
  };
}

const isFolder = (name: string, node: Tree | string) => typeof node !== 'string' && formatOf(name) === null;

function pathsOf(node: Tree | string): string[] {
  return filesOf(node).map(([path]) => path);
}

/** Paths with their text; an archive is a file without any. */
function filesOf(node: Tree | string): (readonly [path: string, text: string])[] {
  if (typeof node === 'string') return [];
  return Object.entries(node).flatMap(([name, inner]) => {
    if (isFolder(name, inner)) return filesOf(inner).map(([path, text]) => [`${name}/${path}`, text] as const);
    return [[name, typeof inner === 'string' ? inner : ''] as const];
  });
}

/** Files by path and text as a source; `onClose` is called when it is closed. */
export function sourceOf(files: Tree, onClose: () => void = () => undefined, remarks: readonly string[] = []): Source {
  const all = filesOf(files).map(([path, text], key) => ({ path, text, key }));
  return {
    files: all.map(({ path, text, key }) => ({ path, bytes: Buffer.byteLength(text), key })),
    remarks,
    atOnce: 1,
    contents: () => all.map(({ key, text }) => ({ key, read: () => Readable.from([Buffer.from(text)]) })),
    close: () => {
      onClose();
      return Promise.resolve();
    },
  };
}

/** The text of each file that a source gives, by its path. */
export async function textsOf(source: Source): Promise<Record<string, string>> {
  const paths = new Map(source.files.map(({ key, path }) => [key, path]));
  const texts: Record<string, string> = {};
  for await (const { key, read } of source.contents()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of read([])) chunks.push(chunk);
    texts[paths.get(key) ?? `no path for ${String(key)}`] = Buffer.concat(chunks).toString();
  }
  return texts;
}
