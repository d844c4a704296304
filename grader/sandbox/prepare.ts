/** What has to be sent so that a fresh worker is ready for the probes of a subject: made once for all its workers. */
import type { Subject } from '../schema/plan.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { Context } from './causes.js';
import { loadModelRequest, loadModuleRequest, type Sendable } from './requests.js';
import { startBundler } from './room.js';
import { mostFor, timeLeft, type Run } from './run.js';
import { BUNDLE_NAME, readSourceMap, stripSourceMap } from './student-error.js';

export interface Loadable {
  readonly sendable: Sendable;
  readonly context: Context;
}

export type Prepared =
  { readonly ok: true; readonly loadable: Loadable } | { readonly ok: false; readonly error: StudentErrorReport };

/** `path` is the file of the subject. Throws a GraderError when the bundler does not start, or the signal's reason. */
export async function prepare({ kind }: Subject, path: string, run: Run): Promise<Prepared> {
  const { snapshot, limits } = run;
  const context = { what: path, map: null, snapshot, limits, mostMs: mostFor(kind, limits) };
  if (kind === 'model') return { ok: true, loadable: { sendable: loadModelRequest(path), context } };
  const prepared = run.prepared.get(path) ?? (await bundle(path, context, run));
  run.prepared.set(path, prepared);
  return prepared;
}

async function bundle(path: string, context: Context, run: Run): Promise<Prepared> {
  const { snapshot, driver, limits, signal, usage } = run;
  const bundler = run.room?.takeBundler(driver) ?? startBundler({ driver, limits }, snapshot.root);
  const bundled = await bundler.bundle(path, snapshot, timeLeft(run, 'module'), signal);
  usage.cpuMs += bundler.usage.cpuMs;
  usage.idleMs += bundler.usage.idleMs;
  signal?.throwIfAborted();
  if (!bundled.ok) return bundled;
  const sendable = loadModuleRequest(BUNDLE_NAME, stripSourceMap(bundled.code));
  return { ok: true, loadable: { sendable, context: { ...context, map: readSourceMap(bundled.code) } } };
}
