/** What becomes of the evidence of a metric on its way to its readers. */
import { evidenceParts } from '../../checks/telling/evidence-parts.js';

export const METRIC_PARTS = evidenceParts('metric', {
  // a digest of the data would confirm a guess at them
  hidden: ({ data: { name }, ...evidence }) => ({ ...evidence, parts: [], data: { name, digest: '' } }),
});
