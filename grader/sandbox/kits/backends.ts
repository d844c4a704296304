/** The tensor backends that exported models may run on, besides cpu, which is part of every worker: one table. */
import { GraderError } from '../../errors.js';
import { BACKENDS, type BackendName } from '../../protocol/backends.js';
import type { Backend, BackendFinding, BackendKit } from './backend.js';
import { NATIVE } from './native.js';
import { ONNX } from './onnx.js';
import { WASM } from './wasm.js';

type Extra = BackendKit['name'];
const TABLE: Readonly<Record<Extra, Backend>> = { onnx: ONNX, node: NATIVE, wasm: WASM };

const isExtra = (name: BackendName): name is Extra => name !== 'cpu';

/** The order in which backends are tried; cpu comes after all of them. */
export function installedBackends(): readonly BackendKit[] {
  const found = BACKENDS.filter(isExtra).map((name) => TABLE[name].find());
  return found.filter((kit): kit is BackendKit => typeof kit !== 'string');
}

/** The backends that a driver can run, from `choices` or by default from what is installed. */
export function usableBackends(
  { hasDevices }: { readonly hasDevices: boolean },
  choices: readonly BackendKit[] = installedBackends(),
): readonly BackendKit[] {
  return choices.filter(({ needsDevices }) => hasDevices || !needsDevices);
}

/** The backends to try for `--backend`; throws USAGE if the requested one is missing. */
export function backendsFor(name: BackendName | undefined): readonly BackendKit[] {
  if (name === undefined) return installedBackends();
  if (!isExtra(name)) return [];
  const kit = TABLE[name].find();
  if (typeof kit !== 'string') return [kit];
  throw new GraderError('USAGE', `--backend ${name}: ${kit}`, {
    advice: 'Run: tuxgrade doctor. Without --backend the best one that works here is used.',
  });
}

/** Which of them work on this machine, for `doctor`. tf.js is never loaded into the grader's own process. */
export async function examineBackends(): Promise<readonly BackendFinding[]> {
  const findings: BackendFinding[] = [];
  for (const name of BACKENDS) findings.push(isExtra(name) ? await TABLE[name].examine() : CPU);
  return findings;
}

const CPU: BackendFinding = { name: 'cpu', works: true, reason: 'part of the worker', fix: null };
