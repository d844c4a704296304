/** What a page shows of the limits of a model. */
import type { Block } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';

export function tellLimits(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'limits') return [];
  const rows = evidence.measurements.map(({ name, measured, limit, ok }) => ({
    cells: [name, String(measured), String(limit)],
    state: ok ? ('right' as const) : ('wrong' as const),
  }));
  return [{ type: 'table', title: 'Limits', head: ['of', 'measured', 'limit'], rows }];
}
