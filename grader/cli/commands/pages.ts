/** `tuxgrade pages`: makes the pages of a run, or of one report, anew from what was kept. */
import { EXIT, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { remakePages } from '../../report/writers/pages.js';

export interface PagesArguments {
  readonly path: string;
  readonly 'staff-pages': boolean;
}

export async function pages(argv: PagesArguments): Promise<ExitCode> {
  const { page, made, missing } = await remakePages(argv.path, { staffPages: argv['staff-pages'] });
  for (const { id, because } of missing) process.stderr.write(`${printable(`${id}: ${because}`)}\n`);
  process.stdout.write(`${String(made)} ${made === 1 ? 'report has its page' : 'reports have their pages'}: ${page}\n`);
  return missing.length === 0 ? EXIT.OK : EXIT.USAGE;
}
