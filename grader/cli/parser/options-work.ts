/** The options of students' commands about their own work, in the form of options.ts. */
import { BACKEND, CACHE, JSON_FLAG, RUBRIC } from './options.js';

const OWN_RUBRIC = {
  ...RUBRIC,
  describe: `${RUBRIC.describe}; default: that of the nearest tuxgrade.json, or the one with the name of the folder`,
} as const;

export const PRECHECK = {
  rubric: OWN_RUBRIC,
  check: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'The id of a check: run only this one, and those that it needs (may be repeated)',
  },
  verbose: {
    type: 'boolean',
    default: false,
    describe: 'Show all wrong outputs and missing steps with their values, and all that was printed',
  },
  watch: {
    type: 'boolean',
    default: false,
    describe: 'Check again whenever a file is saved, until Ctrl-C',
  },
  backend: BACKEND,
  cache: CACHE,
  html: { type: 'string', requiresArg: true, describe: 'Also write the result as a page to this file' },
  json: JSON_FLAG,
} as const;

export const PACK = {
  rubric: OWN_RUBRIC,
  out: {
    type: 'string',
    requiresArg: true,
    describe: 'The archive; default: the name of the homework with .zip, beside the folder',
  },
  force: {
    type: 'boolean',
    default: false,
    describe: 'Replace a file that is there and that `pack` did not write',
  },
  json: JSON_FLAG,
} as const;
