/** The error in the evidence of a result. */
import type { StudentErrorReport } from '../schema/evidence.js';
import type { Evidence } from '../schema/report.js';

export function errorOf(evidence: Evidence): StudentErrorReport | undefined {
  return evidence.type === 'error' || evidence.type === 'comparison' ? evidence.error : undefined;
}
