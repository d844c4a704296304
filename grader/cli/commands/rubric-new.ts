/** `tuxgrade rubric new`: writes a rubric to begin with, from options or from answers. Never overwrites anything. */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { codeOf, EXIT, GraderError, type ExitCode } from '../../errors.js';
import { NEW_KINDS, newRubric, type NewKind, type NewRubric } from '../../rubric/new.js';
import { parseRubric } from '../../rubric/parse.js';
import { explainWriteError } from '../../atomic.js';
import { printable } from '../../report/printable.js';

export interface NewArguments {
  readonly file?: string | undefined;
  readonly kind?: NewKind | undefined;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly points?: number | undefined;
}

const POINTS = 100;

export async function create(argv: NewArguments): Promise<ExitCode> {
  const asked = process.stdin.isTTY && process.stdout.isTTY ? await ask(argv) : fill(argv);
  if (asked === null) return EXIT.INTERRUPTED;
  const path = argv.file ?? `${asked.id}.yaml`;
  const text = newRubric(asked);
  const parsed = parseRubric(path, text);
  if (!parsed.ok) throw new GraderError('USAGE', parsed.problems.join('\n'), { advice: 'Nothing was written.' });
  await writeFile(path, text, { flag: 'wx' }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw explainWriteError(path, error, 'FILE');
    throw new GraderError('USAGE', `${path} is there already, and is not overwritten`, {
      advice: 'Name another file, or move it away.',
    });
  });
  process.stdout.write(
    printable(`${path} is written. Change it, and check it with: tuxgrade rubric lint ${path}`) + '\n',
  );
  return EXIT.OK;
}

/** What is not given follows from the name of the file. */
function fill({ file, kind, id, title, points = POINTS }: NewArguments): NewRubric {
  if (kind === undefined) {
    throw new GraderError(
      'USAGE',
      `no --kind, and there is no terminal to ask in: expected ${NEW_KINDS.join(' or ')}`,
      {
        advice: 'For example: tuxgrade rubric new homework.yaml --kind gradients',
      },
    );
  }
  const name = id ?? (file === undefined ? 'homework' : basename(file).replace(/\.ya?ml$/i, ''));
  if (!(points > 0) || !Number.isFinite(points)) {
    throw new GraderError('USAGE', `--points is ${String(points)}, expected a number above 0`);
  }
  return { kind, id: name, title: title ?? name, points };
}

/** Asks for what is not given; an empty answer takes what is in brackets. Null after Ctrl-C or Ctrl-D. */
async function ask(argv: NewArguments): Promise<NewRubric | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  terminal.once('close', () => {
    left.abort();
  });
  try {
    const answer = async (question: string, usual: string) =>
      (await terminal.question(`${question} [${usual}]: `, { signal: left.signal })).trim() || usual;
    const kind = argv.kind ?? kindOf(await answer(`What is graded: ${NEW_KINDS.join(' or ')}`, NEW_KINDS[0]));
    const { id: usual } = fill({ ...argv, kind });
    const id = argv.id ?? (await answer('Name of the homework, as in file names', usual));
    const title = argv.title ?? (await answer('Title that students read', id));
    const points = argv.points ?? Number(await answer('Points', String(POINTS)));
    return fill({ ...argv, kind, id, title, points });
  } catch (error) {
    if (!left.signal.aborted) throw error;
    process.stdout.write('\n');
    return null;
  } finally {
    terminal.close();
  }
}

function kindOf(answer: string): NewKind {
  const found = NEW_KINDS.find((kind) => kind === answer);
  if (found !== undefined) return found;
  throw new GraderError('USAGE', `"${printable(answer)}" is not one of ${NEW_KINDS.join(', ')}`);
}
