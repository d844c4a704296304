/** The judgement of a check that could not be graded because of a student fault. */
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Judgement } from './judge.js';

/** No points; the error says why. */
export function failWith(error: StudentErrorReport): Judgement {
  return { earned: 0, summary: error.message, evidence: { type: 'error', error } };
}
