/** `tuxgrade grade`: grades one submission in the sandbox, with all checks. */
import { EXIT, type ExitCode } from '../../errors.js';
import { gradeOne } from '../../index.js';
import { evaluationsFor } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';
import { readOne, tellOne, type OneArguments } from '../one-submission.js';

export async function grade(argv: OneArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const { rubric, driver, backends, cache, known } = await readOne(argv, signal);
  const { id: _id, path, ...facts } = known;
  const options = { rubric, driver, backends, cache, evaluations: evaluationsFor(argv), signal, ...facts, id: argv.id };
  const report = await gradeOne(path, options).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  return report === null ? EXIT.INTERRUPTED : await tellOne(report, argv);
}
