/**
 * The command line, and the only place that may set an exit code. A user's mistake is reported in a sentence, a fault
 * of the grader with the information needed to report it.
 */
import { EXIT, exitCodeOf, GraderError, meaningOf, type ExitCode } from '../errors.js';
import { closeInherited } from '../sandbox/process/inherited.js';
import { parseCommandLine } from './parser/parse.js';
import { toldError } from './told-error.js';

export async function runCommandLine(args: readonly string[]): Promise<void> {
  closeInherited();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `tuxgrade ... | head` closes the pipe early, which is not an error
    if (error.code === 'EPIPE') process.exit(EXIT.OK);
    process.stderr.write(`tuxgrade: standard output cannot be written: ${meaningOf(error.code ?? 'unknown reason')}\n`);
    process.exit(EXIT.SYSTEM);
  });
  // nobody can be told, and what is done does not depend on it
  process.stderr.on('error', () => undefined);
  try {
    process.exitCode = await parseCommandLine(args);
  } catch (error) {
    process.exitCode = tell(error);
  }
}

function tell(error: unknown): ExitCode {
  if (error instanceof GraderError && error.code !== 'INTERNAL') {
    process.stderr.write(toldError(error));
    return error.fault === 'student' ? EXIT.USAGE : exitCodeOf(error.fault);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`tuxgrade: a fault of the grader itself; please report it with this text.\n${text}\n`);
  return EXIT.SYSTEM;
}
