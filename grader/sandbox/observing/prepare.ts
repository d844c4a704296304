/** Prepares the request that loads a subject into a new worker: made once for all workers of the subject. */
import type { Subject } from '../../stages/plan.js';
import type { Context } from './causes.js';
import type { Prepared } from './prepared.js';
import { countedRequest, loadModelRequest, loadModuleRequest } from '../asking/requests.js';
import { startBundler } from './room.js';
import { mostFor, type Run } from './run.js';
import { BUNDLE_NAME, splitSourceMap } from './student-error.js';

/** `path` is the file of the subject. Throws a GraderError when the bundler does not start, or the signal's reason. */
export async function prepare(subject: Subject, path: string, run: Run): Promise<Prepared> {
  const { snapshot, limits } = run;
  const context = { what: path, map: null, snapshot, limits, mostMs: mostFor(subject.kind, limits) };
  if (subject.kind === 'model') return { ok: true, loadable: { sendable: loadModelRequest(subject), context } };
  const prepared = run.preparedOf(path) ?? (await bundle(path, context, run));
  return subject.counted === true ? asCounted(prepared) : prepared;
}

/** The same bundle, whose arithmetic is counted. */
function asCounted(prepared: Prepared): Prepared {
  if (!prepared.ok) return prepared;
  const { sendable, ...loadable } = prepared.loadable;
  return { ok: true, loadable: { ...loadable, sendable: countedRequest(sendable) } };
}

async function bundle(path: string, context: Context, run: Run): Promise<Prepared> {
  const { snapshot, driver, limits, signal } = run;
  const bundler = run.room?.takeBundler(driver) ?? startBundler({ driver, limits }, snapshot.root);
  const bundled = await bundler.bundle(path, snapshot, run.timeLeft('module'), signal);
  signal?.throwIfAborted();
  const prepared = bundled.ok ? loadableOf(bundled.code, context) : { ok: false as const, error: bundled.error };
  if (!bundled.ok && bundled.place !== null) run.leadFound(bundled.error, { place: bundled.place });
  run.prepared(path, prepared, bundler.usage);
  return prepared;
}

function loadableOf(bundled: string, context: Context): Prepared {
  const { code, map } = splitSourceMap(bundled);
  return { ok: true, loadable: { sendable: loadModuleRequest(BUNDLE_NAME, code), context: { ...context, map } } };
}
