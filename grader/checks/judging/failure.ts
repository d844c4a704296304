/** The judgement of a check that could not be looked at because of a student fault. */
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Judgement } from './judge.js';

/** Nothing earned; the error says why in its own words. */
export function failWith(error: StudentErrorReport): Judgement {
  return { earned: 0, summary: error.message, evidence: { type: 'error', error } };
}
