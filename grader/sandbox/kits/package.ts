/** Optional packages with native libraries: where they are installed, and in which version. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isRecord } from '../../text/fields.js';

/** null if it is not installed. */
export function packageFolder(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

/** `folder` is that of an installed package. */
export function versionIn(folder: string): string {
  const facts = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as unknown;
  return isRecord(facts) ? String(facts['version']) : '';
}
