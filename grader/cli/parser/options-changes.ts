/** The options of the commands that judge or grade a finished run again, as yargs takes them. */
import { LISTS } from './list-options.js';
import { AUTHOR, BACKEND, CACHE, DATA, DRIVER, JSON_FLAG, RUBRIC } from './options.js';

const REASON = { type: 'string', requiresArg: true, describe: 'Why, for the audit trail' } as const;

const ALLOW_LOWER = {
  type: 'boolean',
  default: false,
  describe: 'Also lower scores that are published',
} as const;

/** Of a run that is changed: the lists are newer than those of its reports. */
const NEWER_LISTS = {
  roster: { ...LISTS.roster, describe: `${LISTS.roster.describe}; default: times and dates stay as the reports say` },
  'late-days': LISTS['late-days'],
  zone: LISTS.zone,
} as const;

export const REJUDGE = {
  rubric: { ...RUBRIC, describe: `${RUBRIC.describe}; default: the one of the run, as it is now` },
  apply: { type: 'boolean', default: false, describe: 'Write the new reports; the old ones are kept' },
  run: {
    type: 'boolean',
    default: false,
    describe: 'Run the submissions of which too little was observed for this rubric',
  },
  ...NEWER_LISTS,
  data: DATA,
  driver: DRIVER,
  backend: BACKEND,
  cache: CACHE,
  'allow-lower': ALLOW_LOWER,
  reason: REASON,
  author: AUTHOR,
  json: JSON_FLAG,
} as const;

export const REGRADE = {
  'allow-lower': ALLOW_LOWER,
  reason: REASON,
  author: AUTHOR,
  submission: {
    type: 'string',
    requiresArg: true,
    describe: 'Grade this folder or archive in the place of what was handed in',
  },
  rubric: { ...RUBRIC, describe: `${RUBRIC.describe}; default: the one of the run, as it is now` },
  ...NEWER_LISTS,
  data: DATA,
  driver: DRIVER,
  backend: BACKEND,
  cache: CACHE,
  json: JSON_FLAG,
} as const;
