/** `tuxgrade export --to`: writes a run in the form of a course system. */
import { ensureFileWritable, ensureWritable } from '../../atomic.js';
import { Changing } from '../../changes/changing.js';
import {
  exportAgs,
  exportGradebook,
  exportReport,
  exportSubmissions,
  isSingleReport,
  type ExportedTo,
  type RunToExport,
} from '../../changes/export-to.js';
import { GRADEBOOKS, SUBMISSION_SYSTEMS } from '../../course-systems/index.js';
import { AGS } from '../../course-systems/names.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { counted } from '../../text/counted.js';
import { givenOption, type GradebookOptions } from '../gradebook-options.js';
import { abortOnInterrupt } from '../interrupt.js';
import { assertEmpty } from '../new-folder.js';
import { authorOf } from '../run-inputs.js';

export interface ExportToArguments extends GradebookOptions {
  readonly run: string;
  readonly out: string;
  readonly to: string;
  readonly pseudonyms?: string | undefined;
  readonly author?: string | undefined;
}

export async function exportTo(argv: ExportToArguments): Promise<ExitCode> {
  refuseUnfitting(argv);
  const { run: path, out, to } = argv;
  const system = SUBMISSION_SYSTEMS.find(({ name }) => name === to);
  if (system !== undefined && (await isSingleReport(path))) {
    await ensureFileWritable(out, '--out');
    return tell(await exportReport(system, path, { out, surroundings: process.env }), argv);
  }
  const signal = abortOnInterrupt();
  const now = new Date();
  const changing = await Changing.begin(path, now);
  try {
    const { run, decisions } = changing;
    const done = await write(argv, { run, decisions, now, signal });
    await changing.audit({
      at: now.toISOString(),
      action: 'export',
      by: authorOf(argv.author),
      details: { to, written: done.written },
    });
    return tell(done, argv);
  } catch (error) {
    if (signal.aborted) return EXIT.INTERRUPTED;
    throw error;
  } finally {
    await changing.end();
  }
}

async function write(argv: ExportToArguments, source: RunToExport): Promise<ExportedTo> {
  const { out, to, gradebook = '', column, scale, unpublished } = argv;
  const system = SUBMISSION_SYSTEMS.find(({ name }) => name === to);
  if (system !== undefined) {
    await assertEmpty(out);
    await ensureWritable(out);
    return await exportSubmissions(system, out, source);
  }
  await ensureFileWritable(out, '--out');
  if (to === AGS) return await exportAgs(out, source);
  const site = GRADEBOOKS.find(({ name }) => name === to);
  if (site === undefined) throw new Error(`no course system ${to}`);
  return await exportGradebook(site, { gradebook, out, column, scale, unpublished }, source);
}

/** Options that would be ignored are refused. */
function refuseUnfitting(argv: ExportToArguments): void {
  const { to, gradebook, pseudonyms } = argv;
  const isGradebook = GRADEBOOKS.some(({ name }) => name === to);
  if (pseudonyms !== undefined) {
    throw new GraderError('USAGE', '--pseudonyms does not go with --to: a course system has to know who it is', {
      advice: 'Leave one of them out.',
    });
  }
  if (isGradebook && gradebook === undefined) {
    throw new GraderError('USAGE', `--to ${to} needs --gradebook: the file that the site gave is filled in`, {
      advice: `Export it there, then: tuxgrade export run --to ${to} --gradebook FILE --out NEW-FILE`,
    });
  }
  if (isGradebook) return;
  const name = givenOption(argv);
  if (name === null) return;
  const gradebooks = GRADEBOOKS.map((one) => one.name).join(' and ');
  throw new GraderError('USAGE', `--${name} is for gradebooks only, and ${to} is none`, {
    advice: `Leave it out; gradebooks are ${gradebooks}.`,
  });
}

function tell({ written, remarks, isPartial }: ExportedTo, { out, to }: ExportToArguments): ExitCode {
  for (const remark of remarks) process.stderr.write(`${printable(remark)}\n`);
  const isClass = to === AGS || GRADEBOOKS.some(({ name }) => name === to);
  const what = isClass ? counted(written, 'mark') : counted(written, 'file');
  process.stdout.write(`${what} for ${to}: ${out}\n`);
  return isPartial ? EXIT.USAGE : EXIT.OK;
}
