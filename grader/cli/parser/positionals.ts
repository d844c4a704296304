/** What commands about a finished run are called with, besides options, as yargs takes it. */
import type { ExitCode } from '../../errors.js';

/** Takes the exit code of a command. */
export type Finish = (code: Promise<ExitCode>) => never;

export const RUN = { type: 'string', demandOption: true, describe: 'Folder of a run: --out of `batch`' } as const;
export const STUDENT = {
  type: 'string',
  demandOption: true,
  describe: 'Id, name or email of a student, or a part that only one has',
} as const;
