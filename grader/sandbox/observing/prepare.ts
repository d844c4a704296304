/** Prepares the request that loads a subject into a new worker: made once for all workers of the subject. */
import type { Subject } from '../../stages/plan.js';
import type { Bundled, Bundling } from './bundle.js';
import type { Context } from './causes.js';
import type { Prepared } from './prepared.js';
import { countedRequest, loadModelRequest, loadModuleRequest } from '../asking/requests.js';
import { startBundler } from './room.js';
import { mostFor, type Run } from './run.js';
import { BUNDLE_NAME, splitSourceMap } from './student-error.js';
import { unmovedPath } from './unmoved-paths.js';
import type { ChildUsage } from '../process/watch.js';

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

/** Bundles it where it was handed in. Only if that lacks a file, then where it was moved, beside others. */
async function bundle(path: string, context: Context, run: Run): Promise<Prepared> {
  const unmoved = unmovedPath(path, run.snapshot);
  const first = await bundleOnce({ path, entry: unmoved ?? path }, run);
  const isMissing = !first.bundled.ok && first.bundled.isUnresolved && unmoved !== null;
  const second = isMissing ? await bundleOnce({ path, entry: path }, run) : null;
  const bundled = second?.bundled.ok === true ? second.bundled : first.bundled;
  const prepared = bundled.ok ? loadableOf(bundled.code, context) : { ok: false as const, error: bundled.error };
  if (!bundled.ok && bundled.place !== null) run.leadFound(bundled.error, { place: bundled.place });
  run.prepared(path, prepared, second === null ? [first.usage] : [first.usage, second.usage]);
  return prepared;
}

async function bundleOnce(
  bundling: Bundling,
  run: Run,
): Promise<{ readonly bundled: Bundled; readonly usage: ChildUsage }> {
  const { snapshot, driver, limits, signal } = run;
  const bundler = run.room?.takeBundler(driver) ?? startBundler({ driver, limits }, snapshot.root);
  const bundled = await bundler.bundle(bundling, snapshot, run.timeLeft('module'), signal);
  signal?.throwIfAborted();
  return { bundled, usage: bundler.usage };
}

function loadableOf(bundled: string, context: Context): Prepared {
  const { code, map } = splitSourceMap(bundled);
  return { ok: true, loadable: { sendable: loadModuleRequest(BUNDLE_NAME, code), context: { ...context, map } } };
}
