/** Asks a model for outputs on another backend, in a worker of its own. Must not change what is known of the model. */
import type { SubjectPlan } from '../../stages/plan.js';
import type { BackendKit } from '../kits/backend.js';
import { endWith } from '../process/abort.js';
import { OutputLog } from '../process/text.js';
import { ask, type Answer } from '../asking/ask.js';
import { loadModelRequest, type Sendable } from '../asking/requests.js';
import { startWorker } from './room.js';
import type { Run } from './run.js';

/** The answer to a request for outputs, or the one to loading the model if it cannot be loaded. Throws a GraderError if nothing can be started. */
export async function askElsewhere(
  { subject }: SubjectPlan,
  backend: BackendKit,
  question: Sendable,
  run: Run,
): Promise<Answer> {
  if (subject.kind !== 'model') throw new Error('only a model runs on another backend');
  const { driver, limits, snapshot, signal } = run;
  const need = { driver, limits, backend, kind: subject.kind, shown: [] };
  const session = startWorker(need, snapshot.root, new OutputLog());
  run.sessionStarted(session);
  endWith(signal, session);
  try {
    const ready = await session.ready;
    if ('death' in ready) return ready;
    const loaded = await ask(session, loadModelRequest(subject), run.timeLeft('model'));
    if ('death' in loaded || loaded.reply.type !== 'loaded') return loaded;
    return await ask(session, question, run.timeLeft('model'));
  } finally {
    await session.finish();
    signal?.throwIfAborted();
  }
}
