/** Values of JSON as the cells of a log. */
import type { Cell } from './cells.js';

/** What cannot be a number is shown by its kind. */
export function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string' || value === null || value === undefined) return value;
  return Array.isArray(value) ? 'a list' : typeof value === 'boolean' ? String(value) : 'an object';
}
