/** The options of the commands that explain a finished run, remove somebody from it, or hand it on. */
import { SYSTEM_NAMES } from '../../course-systems/names.js';
import { AUTHOR, JSON_FLAG } from './options.js';

export const SHOW = { json: JSON_FLAG } as const;

export const DIFF = { json: JSON_FLAG } as const;

export const ERASE = {
  author: { ...AUTHOR, describe: 'Who does this, for the audit trail', demandOption: true },
  yes: { type: 'boolean', default: false, describe: 'Do it; without this, only what would be removed is shown' },
} as const;

export const EXPORT = {
  to: {
    choices: SYSTEM_NAMES,
    describe: 'The course system whose form is written; default: scores and reports of tuxgrade',
  },
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'Folder for the export, new or empty; with --to canvas, moodle or ags a new file',
  },
  gradebook: {
    type: 'string',
    requiresArg: true,
    describe: 'FILE: the gradebook that Canvas or Moodle exported; a copy of it is filled in',
  },
  column: {
    type: 'string',
    requiresArg: true,
    describe: 'The column of the gradebook: its name or, of Canvas, the title or number of the assignment',
  },
  scale: { type: 'boolean', default: false, describe: 'Convert points to those that the gradebook has' },
  unpublished: {
    type: 'boolean',
    default: false,
    describe: 'Also fill in totals that tell of results which are not published',
  },
  pseudonyms: {
    type: 'string',
    requiresArg: true,
    describe: 'KEYFILE: ids, names and emails are replaced; the key is made there if it does not exist',
  },
  author: AUTHOR,
} as const;
