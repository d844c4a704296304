/** labels.csv beside an instructor's images. */
import { basename } from 'node:path';
import type { DataFaults } from './faults.js';
import { labelOf, readStaffTable } from './staff-table.js';

export interface StaffLabel {
  /** Name of a file in the same folder. */
  readonly file: string;
  readonly label: number;
}

/** The rows without a fault; throws DATA_MISSING as `readStaffTable` does. */
export function readStaffLabels(
  path: string,
  bytes: Uint8Array,
  classes: readonly string[],
  faults: DataFaults,
): readonly StaffLabel[] {
  return readStaffTable(path, bytes, ['file', 'label'], faults).flatMap(({ where, cells }) => {
    const [file = '', text = ''] = cells;
    const isInside = file === basename(file) && !file.startsWith('.') && !file.includes('\\');
    if (!isInside)
      faults.add(`${where}: "${file}" is not the name of a file in this folder: images lie beside labels.csv`);
    const label = labelOf(text, classes, where, faults);
    return isInside && label !== null ? [{ file, label }] : [];
  });
}
