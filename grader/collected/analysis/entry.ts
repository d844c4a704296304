/** An entry of a data set, with its image and row, on which the analyses work. */
import type { Finding, FindingCode } from '../../protocol/data-set.js';
import type { Looks } from './looks.js';

export interface Entry {
  /** Path within the data set, with the split. */
  readonly file: string;
  readonly row: number;
  readonly split: string;
  readonly label: number | null;
  readonly level: string | null;
  readonly looks: Looks;
}

/** `twin`: what the entry was compared with. */
export function findingAt({ file, row }: Entry, code: FindingCode, found: string, twin?: string): Finding {
  return { code, file, row, found, ...(twin === undefined ? {} : { twin }) };
}

/** Groups items by key, in the order of first occurrence. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
