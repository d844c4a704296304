/** The options of the commands that explain a finished run, remove somebody from it, or hand it on. */
import { AUTHOR, JSON_FLAG } from './options.js';

export const SHOW = { json: JSON_FLAG } as const;

export const DIFF = { json: JSON_FLAG } as const;

export const ERASE = {
  author: { ...AUTHOR, describe: 'Who does this, for the audit trail', demandOption: true },
  yes: { type: 'boolean', default: false, describe: 'Do it; without this, only what would be removed is shown' },
} as const;

export const EXPORT = {
  out: { type: 'string', requiresArg: true, demandOption: true, describe: 'Folder for the export, new or empty' },
  pseudonyms: {
    type: 'string',
    requiresArg: true,
    describe: 'KEYFILE: ids, names and emails are replaced; the key is made there if it does not exist',
  },
  author: AUTHOR,
} as const;
