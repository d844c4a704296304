/** What becomes of the evidence of collected images on its way to its readers. */
import { evidenceParts } from '../../checks/telling/evidence-parts.js';

export const DATA_SET_PARTS = evidenceParts('data-set', {
  hidden: ({ groups, ...evidence }) => ({
    ...evidence,
    groups: groups.map((group) => ({ ...group, examples: [] })),
  }),
  // it may be of data that students do not have
  visible: ({ groups, ...evidence }) => ({
    ...evidence,
    groups: groups.map((group) => ({
      ...group,
      examples: group.examples.map(({ course: _course, ...example }) => example),
    })),
  }),
  fill: (plain, whole, hasRoom) => ({
    ...plain,
    groups: plain.groups.map((group, at) => ({
      ...group,
      examples: group.examples.map(({ pictures: _pictures, course: _course, ...example }, index) => {
        const { pictures, course } = whole.groups[at]?.examples[index] ?? {};
        if (pictures === undefined || !hasRoom([pictures, course])) return example;
        return { ...example, pictures, ...(course === undefined ? {} : { course }) };
      }),
    })),
  }),
});
