/** `tuxgrade export`: writes scores and reports of a run to a new folder, on request under pseudonyms. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { ensureWritable } from '../../atomic.js';
import { Changing } from '../../changes/changing.js';
import { exportRun as exportAll, type Exported } from '../../changes/export.js';
import { keyIn } from '../../changes/pseudonyms.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { counted } from '../../text/counted.js';
import { givenOption, type GradebookOptions } from '../gradebook-options.js';
import { abortOnInterrupt } from '../interrupt.js';
import { assertEmpty } from '../new-folder.js';
import { authorOf } from '../run-inputs.js';

export interface ExportArguments extends GradebookOptions {
  readonly run: string;
  readonly out: string;
  readonly pseudonyms?: string | undefined;
  readonly author?: string | undefined;
}

export async function exportRun(argv: ExportArguments): Promise<ExitCode> {
  refuseGradebook(argv);
  const signal = abortOnInterrupt();
  const now = new Date();
  const { out, pseudonyms } = argv;
  const changing = await Changing.begin(argv.run, now);
  try {
    await assertEmpty(out);
    if (pseudonyms !== undefined) await assertOutside(pseudonyms, out);
    const made = pseudonyms === undefined ? null : await keyIn(pseudonyms);
    await ensureWritable(out);
    const { run, decisions } = changing;
    const done = await exportAll(run, { out, key: made?.key ?? null, decisions, now, signal });
    await changing.audit({
      at: now.toISOString(),
      action: 'export',
      by: authorOf(argv.author),
      details: { submissions: done.written, pseudonyms: made !== null },
    });
    tell(done, argv, made?.isNew ?? false);
    return done.refused.length === 0 ? EXIT.OK : EXIT.USAGE;
  } catch (error) {
    if (signal.aborted) return EXIT.INTERRUPTED;
    throw error;
  } finally {
    await changing.end();
  }
}

/** Options that mean nothing without a course system. */
function refuseGradebook(argv: ExportArguments): void {
  const name = givenOption(argv);
  if (name === null) return;
  throw new GraderError('USAGE', `--${name} needs --to`, {
    advice: 'Name the course system: --to canvas or --to moodle.',
  });
}

function tell({ written, refused, edited }: Exported, { out, pseudonyms }: ExportArguments, isNew: boolean): void {
  for (const { id, because } of refused) process.stderr.write(`${printable(`${id} ${because}: it is left out`)}\n`);
  for (const id of edited) {
    process.stderr.write(`${printable(`${id}: report.json is not as it was written: somebody edited it`)}\n`);
  }
  const how = pseudonyms === undefined ? 'with names' : 'under pseudonyms';
  process.stdout.write(`${counted(written, 'submission')} exported ${how}: ${out}\n`);
  if (isNew) {
    process.stdout.write(
      `The key is in ${pseudonyms ?? ''}: keep it for the next homework, and from whoever gets the export.\n`,
    );
  }
}

/** The key must not be handed on with the export. */
async function assertOutside(key: string, out: string): Promise<void> {
  const [folder, inside] = [await real(out), await real(key)];
  if (!`${inside}${sep}`.startsWith(`${folder}${sep}`)) return;
  throw new GraderError('USAGE', `the key of the pseudonyms would be in the export: ${key}`, {
    advice: 'Keep it elsewhere.',
  });
}

/** The path without links, also of what does not exist yet. */
async function real(path: string): Promise<string> {
  const whole = resolve(path);
  return await realpath(whole).catch(async () =>
    dirname(whole) === whole ? whole : join(await real(dirname(whole)), basename(whole)),
  );
}
