/** The options of the commands with which staff decide about marks, and look at what was decided. */
import { AUTHOR, JSON_FLAG } from './options.js';

export const ADJUST = {
  points: { type: 'number', requiresArg: true, describe: 'The points that the check has from now on' },
  by: {
    type: 'number',
    requiresArg: true,
    describe: "Points more than the grader's, or fewer, as in --by=-2; also after a regrade",
  },
  undo: { type: 'boolean', default: false, describe: "Take the adjustment back: the grader's points count again" },
  reason: { type: 'string', requiresArg: true, demandOption: true, describe: 'Why; the student reads it' },
  author: AUTHOR,
  'allow-lower': { type: 'boolean', default: false, describe: 'Also lower a score that is published' },
  json: JSON_FLAG,
} as const;

export const PUBLISH = {
  at: {
    type: 'string',
    requiresArg: true,
    describe: 'From when on, e.g. 2018-10-01T09:00:00-05:00; default: now. Pages show it when they are made after that',
  },
  undo: { type: 'boolean', default: false, describe: 'Take it back: pages are made without what was published' },
  author: AUTHOR,
} as const;

export const AUDIT = { json: JSON_FLAG } as const;
