/**
 * Finds out everything about one submission that judging depends on: its files, its models, and what the sandbox observed
 * of it. Must not judge, and must not read any right answer of the rubric.
 */
import { isStudentFault } from '../errors.js';
import type { Sighting } from '../stages/sighting.js';
import { admit } from './admit.js';
import type { Grading } from './grading.js';
import { observeAll } from './observe.js';
import { takeIn } from './take-in.js';

/** A submission that cannot be opened is refused, which is graded. Throws every other fault. */
export async function see(grading: Grading): Promise<Sighting> {
  const snapshot = await takeIn(grading);
  if (isStudentFault(snapshot)) {
    const { code, message, advice } = snapshot;
    return { status: 'refused', fault: { code, message, advice } };
  }
  const { documents, models } = await admit(grading, snapshot);
  const { dataSets, observations } = await observeAll(grading, snapshot, models);
  const { root: _copy, ...taken } = snapshot;
  return { status: 'seen', taken, documents, models, dataSets, observations };
}
