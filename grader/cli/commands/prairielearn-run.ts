/**
 * `tuxgrade prairielearn run`: what the container of a question starts. A valid results.json is there from the beginning, so
 * that whatever ends the grader costs no attempt; once it is there, the exit code is 0, because PrairieLearn takes any other
 * for a failure of its own.
 */
import { join } from 'node:path';
import { writeAtomically } from '../../atomic.js';
import { prairielearn, ungradableResults } from '../../course-systems/prairielearn.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { reportForStudents } from '../../report/for-students.js';
import { gradeEntry, tellFault, type EntryArguments } from '../entry.js';

export interface PrairielearnArguments extends EntryArguments {
  readonly root: string;
}

export async function prairielearnRun(argv: PrairielearnArguments): Promise<ExitCode> {
  const results = join(argv.root, 'results', 'results.json');
  await writeAtomically(results, ungradableResults());
  try {
    const report = await gradeEntry(argv, join(argv.root, 'student'));
    const made = prairielearn.write(reportForStudents(report));
    if ('text' in made) await writeAtomically(results, made.text);
  } catch (error) {
    // what was written first stays, and says that no attempt is lost
    tellFault(error);
  }
  return EXIT.OK;
}
