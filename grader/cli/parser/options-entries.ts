/** The options of the commands that course systems call: they grade one submission that lies where the system put it. */
import { LISTS } from './list-options.js';
import { BACKEND, DATA, DRIVER, JSON_FLAG, MINUTES, RUBRIC } from './options.js';

const GRADING = { data: DATA, driver: DRIVER, backend: BACKEND } as const;

export const PRAIRIELEARN_RUN = {
  rubric: { ...RUBRIC, demandOption: true },
  root: {
    type: 'string',
    requiresArg: true,
    default: '/grade',
    describe: 'Folder with student/, in which results/results.json is written',
  },
  ...GRADING,
} as const;

export const DODONA_RUN = {
  rubric: { ...RUBRIC, describe: `${RUBRIC.describe}; default: rubric.yaml among the resources of the exercise` },
  ...GRADING,
} as const;

export const GRADESCOPE_PACK = {
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'The archive to upload, e.g. autograder.zip',
  },
  data: DATA,
  ...LISTS,
  timeout: MINUTES,
  node: {
    type: 'string',
    requiresArg: true,
    describe: 'Program of Node.js for Linux on x86-64 that goes into the archive; default: this one, or one from npm',
  },
  force: { type: 'boolean', default: false, describe: 'Replace --out if it is there already' },
  json: JSON_FLAG,
} as const;

/** Never without a sandbox: the driver cannot be chosen. */
export const GRADESCOPE_RUN = {
  rubric: { ...RUBRIC, demandOption: true },
  root: {
    type: 'string',
    requiresArg: true,
    default: '/autograder',
    describe: 'Folder with submission/ and submission_metadata.json, in which results/results.json is written',
  },
  data: DATA,
  backend: BACKEND,
  ...LISTS,
  timeout: MINUTES,
} as const;
