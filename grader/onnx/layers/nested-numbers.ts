/** Numbers in lists of lists, as a description of a layer has them. */
import type { Constant } from '../building/graph.js';

/** null for anything but numbers in lists of equal lengths. */
export function nestedNumbers(value: unknown): Constant | null {
  if (typeof value === 'number') return { values: Float32Array.of(value), shape: [] };
  if (!Array.isArray(value) || value.length === 0) return null;
  const parts = (value as unknown[]).map(nestedNumbers);
  if (!parts.every((part) => part !== null)) return null;
  const shape = parts[0]?.shape ?? [];
  if (parts.some((part) => part.shape.join() !== shape.join())) return null;
  return { values: Float32Array.from(parts.flatMap(({ values }) => [...values])), shape: [parts.length, ...shape] };
}
