/**
 * `tuxgrade dodona run`: what the file `run` of a judge starts. Reads on standard input where the submission is, and prints
 * commands on standard output, also where the grader fails: then the status is an internal error, with the reason for staff.
 */
import { basename, extname, join } from 'node:path';
import { commandsOf, failedCommands, type Command } from '../../course-systems/dodona.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { expectedPaths, type ResolvedRubric } from '../../index.js';
import { openSingle } from '../../intake/files/folder.js';
import { reportForStudents } from '../../report/for-students.js';
import { textField } from '../../text/fields.js';
import { gradeEntry, tellFault, type EntryArguments } from '../entry.js';

export interface DodonaArguments extends Omit<EntryArguments, 'rubric'> {
  readonly rubric?: string | undefined;
}

/** Of the configuration, which has a dozen fields. */
const MOST_BYTES = 1 << 20;

export async function dodonaRun(argv: DodonaArguments): Promise<ExitCode> {
  print(await judge(argv));
  return EXIT.OK;
}

async function judge(argv: DodonaArguments): Promise<Command[]> {
  try {
    const { source, resources } = configurationIn(await standardInput());
    const rubric = argv.rubric ?? join(resources, 'rubric.yaml');
    const known = (resolved: ResolvedRubric) => {
      const as = nameFor(source, resolved);
      return { open: () => openSingle(source, as) };
    };
    const report = await gradeEntry({ ...argv, rubric }, source, { known });
    return commandsOf(reportForStudents(report));
  } catch (error) {
    tellFault(error);
    return failedCommands(error instanceof Error ? error.message : String(error));
  }
}

async function standardInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function configurationIn(text: string): { readonly source: string; readonly resources: string } {
  const given = parsed(text);
  const [source, resources] = [textField(given, 'source'), textField(given, 'resources')];
  if (source === null || resources === null) {
    throw new GraderError(
      'USAGE',
      'standard input is not the configuration of a judge: expected JSON with "source" and "resources"',
      {
        advice: 'Dodona writes it. To grade by hand, use `tuxgrade grade`.',
      },
    );
  }
  return { source, resources };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Dodona has names of its own: the file is the one that the rubric expects, if only one has its ending. */
function nameFor(source: string, { rubric }: ResolvedRubric): string {
  const own = basename(source);
  const expected = expectedPaths(rubric);
  const alike = expected.filter((path) => extname(path) === extname(own));
  const [only, other] = alike;
  return expected.includes(own) || only === undefined || other !== undefined ? own : only;
}

function print(commands: readonly Command[]): void {
  process.stdout.write(commands.map((command) => `${JSON.stringify(command)}\n`).join(''));
}
