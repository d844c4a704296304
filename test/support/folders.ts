/** Temporary folders with files in them, for tests that need a disk. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const made: string[] = [];

/** A new folder; `removeFolders` in `afterAll` takes it away. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuxgrade-test-'));
  // the sandbox's user passes through it
  chmodSync(folder, 0o711);
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Writes files by relative path, making folders on the way. Returns `root`. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  mkdirSync(root, { recursive: true });
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), data);
  }
  return root;
}
