/** Paths that fit into one folder: each once, and none both as a file and as a folder. Pure. */
export class PathsTaken {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** False if the path is not free. */
  add(path: string): boolean {
    const folders = foldersOf(path);
    if (this.#files.has(path) || this.#folders.has(path)) return false;
    if (folders.some((folder) => this.#files.has(folder))) return false;
    this.#files.add(path);
    for (const folder of folders) this.#folders.add(folder);
    return true;
  }
}

/** `a`, `a/b` of `a/b/c`. */
function foldersOf(path: string): string[] {
  return Array.from(path.matchAll(/\//g), ({ index }) => path.slice(0, index));
}
