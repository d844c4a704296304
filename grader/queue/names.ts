/**
 * The names of a queue in Redis. Each version of the grader and each course has its own queues, so that a worker of another
 * version takes no job, and courses can be served in turn. What has to overtake lies in a queue of its own.
 */
import { GraderError } from '../errors.js';
import { COURSE } from '../schema/queue.js';
import { VERSION } from '../schema/version.js';

/** In the order in which workers look. */
export const LANES = ['urgent', 'batch'] as const;
export type Lane = (typeof LANES)[number];

const ALL = 'tuxgrade';
/** The prefix of every key of a version. */
export const prefixOf = (version: string) => `${ALL}:${version}`;
export const PREFIX = prefixOf(VERSION);
/** The set of all versions that ever had a job. */
export const VERSIONS = `${ALL}:versions`;
/** The set of this version's courses. */
export const COURSES = `${PREFIX}:courses`;
/** The channel on which workers hear of new jobs. */
export const wakeOf = (version: string) => `${prefixOf(version)}:wake`;
export const WAKE = wakeOf(VERSION);
/** The hash with the fingerprint of the newest job of each slot of a course. */
export const newestOf = (course: string) => `${PREFIX}:newest:${course}`;
export const queueOf = (course: string, lane: Lane) => `${lane}.${course}`;

/** The form of a course's name. */
export const COURSE_NAME = new RegExp(COURSE);

/** Throws USAGE. */
export function courseNamed(name: string, option: string): string {
  if (COURSE_NAME.test(name)) return name;
  throw new GraderError('USAGE', `${option} ${name}: a course has lower-case letters, digits, dots, - and _`, {
    advice: 'At most 64 characters, and a letter or digit first: cs342-fall.',
  });
}
