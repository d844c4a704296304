/** What becomes of the evidence of a segmentation on its way to its readers. */
import { evidenceParts } from '../../checks/telling/evidence-parts.js';

export const SEGMENTATION_PARTS = evidenceParts('segmentation', {
  hidden: ({ type, images, pixels, ignored, correct, undecided, mean, ramp, data: { name } }) => ({
    ...{ type, images, pixels, ignored, correct, undecided, mean, ramp },
    // a digest of the data would confirm a guess at them
    ...{ perClass: [], confusion: [], examples: [], data: { name, digest: '' } },
  }),
  // an example is its pictures
  fill: (plain, { examples }, hasRoom) => ({ ...plain, examples: examples.filter(hasRoom) }),
});
