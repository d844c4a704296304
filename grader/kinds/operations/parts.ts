/** What becomes of the evidence of operations: see evidence-parts.ts. Where outputs are wrong it is a comparison. */
import { COMPARISON_PARTS } from '../../checks/telling/comparison-parts.js';
import { evidenceParts, type EvidenceParts } from '../../checks/telling/evidence-parts.js';
import type { Evidence } from '../../schema/report.js';

const OWN = evidenceParts('operations', {
  // the summary tells what was asked and found
  hidden: ({ counts: _counts, ...told }) => ({ ...told, counts: [] }),
});

const partsFor = ({ type }: Evidence) => (type === 'comparison' ? COMPARISON_PARTS : OWN);

export const OPERATIONS_PARTS: EvidenceParts = {
  hidden: (evidence) => partsFor(evidence).hidden(evidence),
  visible: (evidence) => partsFor(evidence).visible(evidence),
  fill: (plain, whole, hasRoom) => partsFor(plain).fill(plain, whole, hasRoom),
};
