/** Paths that one folder can hold: each once, and none that is both a file and a folder. Pure. */
export class PathsTaken {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** False where there is no room for it. */
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
