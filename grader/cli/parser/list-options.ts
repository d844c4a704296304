/** The options that name lists of a class: the roster, the late days, and the zone of times in them. */

export const LISTS = {
  roster: {
    type: 'string',
    requiresArg: true,
    describe:
      'CSV file of the students: id, name, email, sid, section, due, closes, extension, submitted (only id is needed)',
  },
  'late-days': {
    type: 'string',
    requiresArg: true,
    describe: 'CSV file of late days (id, and used or left), for a rubric with a budget of them; it is only read',
  },
  zone: {
    type: 'string',
    requiresArg: true,
    describe: 'Zone of times that are written without one, e.g. America/Chicago; without it they are not used',
  },
} as const;
