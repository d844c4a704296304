/** Copies of rubrics with parts of their text replaced. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folders.js';

/** The rubric with these replacements; each must occur. */
export function changedRubric(path: string, ...replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    text = text.replaceAll(from, to);
  }
  const copy = join(makeFolder(), 'rubric.yaml');
  writeFileSync(copy, text);
  return copy;
}
