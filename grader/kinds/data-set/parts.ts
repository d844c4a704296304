/** What becomes of the evidence of collected images on its way to its readers. */
import { evidenceParts } from '../../checks/telling/evidence-parts.js';

export const DATA_SET_PARTS = evidenceParts('data-set', {
  hidden: ({ groups, ...evidence }) => ({
    ...evidence,
    groups: groups.map((group) => ({ ...group, examples: [] })),
  }),
  fill: (plain, whole, hasRoom) => ({
    ...plain,
    groups: plain.groups.map((group, at) => ({
      ...group,
      examples: group.examples.map(({ pictures: _pictures, ...example }, index) => {
        const pictures = whole.groups[at]?.examples[index]?.pictures;
        return pictures !== undefined && hasRoom(pictures) ? { ...example, pictures } : example;
      }),
    })),
  }),
});
