/** The options of the commands that course systems call: they grade one submission that lies where the system put it. */
import { BACKEND, DATA, DRIVER, RUBRIC } from './options.js';

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
