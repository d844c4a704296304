/** The options of the commands that explain a finished run, remove somebody from it, or hand it on. */
const JSON_FLAG = {
  type: 'boolean',
  default: false,
  describe: 'Print JSON on standard output and nothing else',
} as const;
const AUTHOR = { type: 'string', requiresArg: true, describe: 'Who does this, for the audit trail' } as const;

export const SHOW = { json: JSON_FLAG } as const;

export const DIFF = { json: JSON_FLAG } as const;

export const ERASE = {
  author: { ...AUTHOR, demandOption: true },
  yes: { type: 'boolean', default: false, describe: 'Do it; without this, only what would be removed is shown' },
} as const;

export const EXPORT = {
  out: { type: 'string', requiresArg: true, demandOption: true, describe: 'Folder for the export, new or empty' },
  pseudonyms: {
    type: 'string',
    requiresArg: true,
    describe: 'KEYFILE: ids, names and emails are replaced; the key is made there if it does not exist',
  },
  author: { ...AUTHOR, describe: `${AUTHOR.describe}; default: the name of the account` },
} as const;
