/** What becomes of the evidence of an accuracy on its way to its readers. */
import { evidenceParts } from '../../checks/telling/evidence-parts.js';

export const ACCURACY_PARTS = evidenceParts('accuracy', {
  hidden: ({ type, correct, total, interval, ramp, data: { name } }) => ({
    ...{ type, correct, total, interval, ramp },
    ...{ perClass: [], confusion: [], classes: [], misclassified: [] },
    // a digest of the data would confirm a guess at them
    data: { name, digest: '' },
  }),
  fill: ({ decisionMap: _map, ...plain }, { decisionMap, ...whole }, hasRoom) => {
    const map = decisionMap !== undefined && hasRoom(decisionMap) ? { decisionMap } : {};
    const misclassified = plain.misclassified.map(({ picture: _picture, ...example }, index) => {
      const picture = whole.misclassified[index]?.picture;
      return picture !== undefined && hasRoom(picture) ? { ...example, picture } : example;
    });
    return { ...plain, misclassified, ...map };
  },
});
