/** What a page shows of files that must be there. */
import type { Block } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';

export function tellFiles(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'files') return [];
  const rows = evidence.files.map(({ path, bytes, ok, sentence }) => ({
    cells: [path, bytes === null ? '' : String(bytes), sentence],
    state: ok ? ('right' as const) : ('wrong' as const),
  }));
  return [{ type: 'table', title: 'Files', head: ['file', 'bytes', 'what was found'], rows }];
}
