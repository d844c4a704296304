/** What becomes of the evidence of a training log on its way to its readers. */
import { evidenceParts } from '../../checks/telling/evidence-parts.js';

export const LOSS_LOG_PARTS = evidenceParts('loss-log', {
  hidden: ({ notes: _notes, ...evidence }) => ({
    ...evidence,
    curve: { train: { steps: [], values: [] }, valid: null },
  }),
});
