/** The list of course systems: those that get a file for each submission, and those that get one for the class. */
import { autolab } from './autolab.js';
import { classroom50 } from './classroom50.js';
import { ctrf } from './ctrf.js';
import { dodona } from './dodona.js';
import { canvas } from './gradebook/canvas.js';
import type { GradebookSystem } from './gradebook/gradebook.js';
import { moodle } from './gradebook/moodle.js';
import { gradescope } from './gradescope.js';
import { junit } from './junit.js';
import { prairielearn } from './prairielearn.js';
import type { CourseSystemOut } from './system.js';

export const SUBMISSION_SYSTEMS: readonly CourseSystemOut[] = [
  gradescope,
  prairielearn,
  autolab,
  classroom50,
  dodona,
  ctrf,
  junit,
];

/** Those whose own file is filled in. */
export const GRADEBOOKS: readonly GradebookSystem[] = [canvas, moodle];
