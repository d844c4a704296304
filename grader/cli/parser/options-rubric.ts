/** The options of the commands below `tuxgrade rubric`, in the form of options.ts. */
import { NEW_KINDS } from '../../rubric/new.js';
import { BACKEND, BATCH, CACHE, DATA, DRIVER, GRADE, JSON_FLAG } from './options.js';

export const RUBRIC_MISTAKES = { json: JSON_FLAG } as const;

export const RUBRIC_NEW = {
  kind: {
    choices: NEW_KINDS,
    requiresArg: true,
    describe: 'What is graded: forward and backward passes in code, or exported models',
  },
  id: { type: 'string', requiresArg: true, describe: 'The name of the homework; default: that of the file' },
  title: { type: 'string', requiresArg: true, describe: 'The title that students read; default: the id' },
  points: { type: 'number', requiresArg: true, describe: 'The total, divided among the checks (default 100)' },
} as const;

export const RUBRIC_SELFTEST = {
  solution: {
    type: 'string',
    requiresArg: true,
    describe: 'A submission that must earn all points; default: submissions/ID/perfect or good, if it is there',
  },
  starter: {
    type: 'string',
    requiresArg: true,
    describe:
      'What students begin with, which must earn nothing; default: submissions/ID/starter or starters/ID, if it is there',
  },
  only: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'The name of a mistake: try this one alone (may be repeated)',
  },
  'at-least': {
    type: 'number',
    requiresArg: true,
    describe: 'Percent of the submissions with a mistake that must lose points; with fewer, exit with 1',
  },
  jobs: BATCH.jobs,
  data: DATA,
  seed: GRADE.seed,
  driver: DRIVER,
  backend: BACKEND,
  cache: CACHE,
  json: JSON_FLAG,
} as const;

export const RUBRIC_STARTER = {
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'Folder for the starter, new or empty',
  },
} as const;

export const RUBRIC_PUBLIC = {
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'File for the public rubric, which must not be there yet',
  },
} as const;
