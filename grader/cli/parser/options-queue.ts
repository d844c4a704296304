/** The options of the commands that use a queue, in the form of options.ts. */
import { DRIVER, GRADE, JSON_FLAG } from './options.js';

const QUEUE = {
  type: 'string',
  requiresArg: true,
  describe: 'The URL of Redis, e.g. redis://host:6379; its password may be in TUXGRADE_QUEUE_PASSWORD',
} as const;
const SHARED_STORE = {
  type: 'string',
  requiresArg: true,
  describe: 'What all machines share: a folder that they mount, or s3://bucket/prefix',
} as const;

/** What `batch` has besides its own. */
export const BATCH_QUEUE = {
  queue: { ...QUEUE, describe: `Grade by workers (tuxgrade work) instead of here. ${QUEUE.describe}` },
  course: {
    type: 'string',
    requiresArg: true,
    describe: 'With --queue: courses are served in turn; default: the id of the rubric',
  },
  detach: {
    type: 'boolean',
    default: false,
    describe: 'With --queue: put the class into the queue and leave; the same command without it joins again',
  },
} as const;

export const WORK = {
  queue: { ...QUEUE, demandOption: true },
  store: { ...SHARED_STORE, demandOption: true },
  jobs: {
    type: 'number',
    alias: 'j',
    requiresArg: true,
    describe: 'Submissions at a time, at most 20; default: the number of cores',
  },
  courses: { type: 'string', requiresArg: true, describe: 'Only these courses, e.g. a,b; default: all' },
  once: {
    type: 'boolean',
    default: false,
    describe: 'End when nothing waits, for batch schedulers; default: wait for more',
  },
  'lock-seconds': {
    type: 'number',
    requiresArg: true,
    default: 30,
    describe: 'A job whose worker has not been heard of for so long is given to another, 1 to 3600',
  },
  metrics: {
    type: 'string',
    requiresArg: true,
    describe:
      'Serve metrics for Prometheus at this port, e.g. 9464, or address, e.g. 0.0.0.0:9464; default: listen nowhere',
  },
  driver: DRIVER,
} as const;

export const SUBMIT = {
  ...GRADE,
  queue: { ...QUEUE, demandOption: true },
  store: { ...SHARED_STORE, demandOption: true },
  course: { type: 'string', requiresArg: true, describe: 'The course it belongs to; default: the id of the rubric' },
  priority: {
    choices: ['regrade', 'check'] as const,
    default: 'regrade',
    describe: "Before all classes; a TA's regrade also before a student's check",
  },
  anew: {
    type: 'boolean',
    default: false,
    describe: 'Grade it even if its result is known',
  },
  join: {
    type: 'string',
    requiresArg: true,
    describe: 'WORD: wait again for what --anew began, by the word that it printed',
  },
} as const;

/** Of all commands below `tuxgrade queue`. */
export const QUEUE_FILTER = {
  queue: { ...QUEUE, demandOption: true },
  course: { type: 'string', requiresArg: true, describe: 'Only this course; default: all' },
  json: JSON_FLAG,
} as const;

export const QUEUE_DRAIN = {
  ...QUEUE_FILTER,
  yes: { type: 'boolean', default: false, describe: 'Remove it; without it, only say what would be removed' },
} as const;

export const QUEUE_RETRY = {
  ...QUEUE_FILTER,
  job: {
    type: 'string',
    requiresArg: true,
    describe: 'Only those whose id begins so, as `queue failed` shows it; default: all',
  },
} as const;

export const QUEUE_METRICS = {
  queue: QUEUE_FILTER.queue,
  listen: {
    type: 'string',
    requiresArg: true,
    describe: 'Serve them at this port, e.g. 9464, or address, e.g. 0.0.0.0:9464; default: print them once',
  },
} as const;
