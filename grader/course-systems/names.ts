/** The names of course systems on the command line: loaded to parse it, so that no writer is. */

/** Get a file for each submission. */
const SUBMISSION_NAMES = ['gradescope', 'prairielearn', 'autolab', 'classroom50', 'dodona', 'ctrf', 'junit'] as const;
export type SubmissionName = (typeof SUBMISSION_NAMES)[number];

/** Their own file is filled in. */
const GRADEBOOK_NAMES = ['canvas', 'moodle'] as const;
export type GradebookName = (typeof GRADEBOOK_NAMES)[number];

/** Gets one list of scores for the class. */
export const AGS = 'ags';

export const SYSTEM_NAMES = [...SUBMISSION_NAMES, ...GRADEBOOK_NAMES, AGS] as const;
