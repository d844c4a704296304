/** The options of the commands, as yargs takes them: one table for parsing, help and the sentences of usage.ts. */
import { DRIVERS } from '../../sandbox/drivers/driver.js';
import { LISTS } from './list-options.js';
import { BACKENDS } from '../../protocol/backends.js';

export const RUBRIC = {
  type: 'string',
  describe: 'Path of a rubric, or the id of one that comes with tuxgrade',
  requiresArg: true,
} as const;
export const DATA = {
  type: 'string',
  array: true,
  nargs: 1,
  describe: 'NAME=DIR: replaces a data set of the rubric (may be repeated)',
} as const;
const SEED = {
  type: 'number',
  requiresArg: true,
  describe: "A number that replaces the rubric's generic samples by others that nobody has seen; given samples stay",
} as const;
export const DRIVER = {
  choices: DRIVERS,
  describe: 'How student code is run; "process" is not a sandbox, and the report says so',
} as const;
export const BACKEND = {
  choices: BACKENDS,
  describe: 'What exported models run on; default: the first of these that works here',
} as const;
/** `--no-cache` is the form that is used. */
export const CACHE = {
  type: 'boolean',
  default: true,
  describe: 'Use what was computed before: decoded images, answers of the same models; --no-cache: compute anew',
} as const;
/** Of the commands that change marks. */
export const AUTHOR = {
  type: 'string',
  requiresArg: true,
  describe: 'Who does this, for the audit trail; default: the name of the account',
} as const;
export const JSON_FLAG = {
  type: 'boolean',
  default: false,
  describe: 'Print JSON on standard output and nothing else',
} as const;

const STAFF_PAGES = {
  type: 'boolean',
  default: false,
  describe: 'Also write staff.html beside each report: all of it, which students must not see',
} as const;

export const GRADE = {
  rubric: { ...RUBRIC, demandOption: true },
  out: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder for report.html, report.json, results.json, scores.csv',
  },
  'staff-pages': STAFF_PAGES,
  data: DATA,
  seed: SEED,
  driver: DRIVER,
  backend: BACKEND,
  cache: CACHE,
  id: { type: 'string', requiresArg: true, describe: 'Id of the submission; default: its name' },
  'submitted-at': {
    type: 'string',
    requiresArg: true,
    describe: 'When it was handed in, e.g. 2018-09-13T20:00:00-05:00; counts more than any other time',
  },
  ...LISTS,
  json: JSON_FLAG,
} as const;

export const BATCH = {
  rubric: { ...RUBRIC, demandOption: true },
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'Folder for reports and scores',
  },
  jobs: {
    type: 'number',
    alias: 'j',
    requiresArg: true,
    describe: 'Submissions at a time, at most 20; default: the number of cores',
  },
  resume: {
    type: 'boolean',
    default: false,
    describe: 'Continue the run in --out: finished and unchanged submissions are kept',
  },
  ...LISTS,
  'staff-pages': STAFF_PAGES,
  store: {
    type: 'string',
    requiresArg: true,
    describe:
      'Folder in which observations are kept for `rejudge`, several runs may share it; default: in --out. With --queue: what all machines share, a folder or s3://bucket/prefix',
  },
  previous: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder of the run of the submissions before: says which mistakes are gone, and after which hint',
  },
  data: DATA,
  seed: SEED,
  driver: DRIVER,
  backend: BACKEND,
  cache: CACHE,
  json: JSON_FLAG,
} as const;

export const PAGES = {
  'staff-pages': STAFF_PAGES,
} as const;

export const RUBRIC_LINT = {
  json: JSON_FLAG,
} as const;

export const DATA_BUILD = {
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'Folder for the data set, new or empty',
  },
  seed: {
    type: 'string',
    requiresArg: true,
    describe: 'A whole number (default: 1), or the seed of a private set; another seed gives other images',
  },
  private: {
    type: 'boolean',
    default: false,
    describe: 'A set that nobody else can make: its seed has 128 random bits and is kept only in DIR.seed',
  },
  split: {
    type: 'string',
    array: true,
    nargs: 1,
    choices: ['train', 'valid', 'heldout'] as const,
    describe: 'May be repeated; default: all three',
  },
  'per-class': {
    type: 'number',
    requiresArg: true,
    describe: 'Images of each class in each split; default: 500, 100 and 200',
  },
  segmentation: {
    type: 'boolean',
    default: false,
    describe: 'Also write a class map for each image, in masks/',
  },
  game: {
    type: 'string',
    requiresArg: true,
    default: '/usr/share/games/supertux2',
    describe: "The game's data, as Debian's package supertux-data installs it",
  },
} as const;

export const DATA_LINT = {
  out: {
    type: 'string',
    requiresArg: true,
    describe: 'Write findings.json and a contact sheet (PNG and HTML) here',
  },
  classes: {
    type: 'string',
    requiresArg: true,
    describe: 'Names of the classes in the order of their numbers; default: those of SuperTux',
  },
  side: {
    type: 'number',
    requiresArg: true,
    describe: 'Height and width of an image; default: 64',
  },
  width: { type: 'number', requiresArg: true, describe: 'Width of images that are not square' },
  height: { type: 'number', requiresArg: true, describe: 'Height of images that are not square' },
  channels: {
    choices: [1, 3] as const,
    requiresArg: true,
    describe: 'Values of a pixel: 1 for grey, 3 for colours; default: 3',
  },
  against: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'A data set whose images must not be in it (may be repeated)',
  },
  'label-noise': {
    type: 'boolean',
    default: false,
    describe: 'Also report labels that do not fit the image: slower, and only a hint',
  },
  driver: {
    choices: DRIVERS,
    requiresArg: true,
    describe: 'Where images are decoded; default: the sandbox, if it works',
  },
  json: { type: 'boolean', default: false, describe: 'Print findings as JSON and nothing else' },
} as const;

/** The time-out of an assignment in Gradescope. */
export const MINUTES = {
  type: 'number',
  requiresArg: true,
  default: 10,
  describe: 'The time-out that the assignment has in Gradescope, in minutes',
} as const;

export const DOCTOR = {
  gradescope: {
    type: 'boolean',
    default: false,
    describe: 'Also say whether an autograder of Gradescope would work here, and fits --rubric',
  },
  rubric: RUBRIC,
  data: DATA,
  timeout: MINUTES,
  json: JSON_FLAG,
} as const;
