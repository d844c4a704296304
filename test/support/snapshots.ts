/** Snapshots and plans without intake and rubric: files on the disk, and calls of `forward` and `backward`. */
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CallProbe, Plan, RunLimits } from '../../grader/stages/plan.js';
import type { Snapshot } from '../../grader/stages/submission.js';
import { makeFolder, writeFiles } from './folders.js';

/** A snapshot of these files by relative path, readable by the sandbox's user. */
export function snapshotOf(files: Readonly<Record<string, string | Uint8Array>>): Snapshot {
  const folder = makeFolder();
  chmodSync(folder, 0o711);
  const root = writeFiles(join(folder, 'submission'), files);
  const facts = Object.keys(files).map((path) => ({ path, bytes: statSync(join(root, path)).size, sha256: '' }));
  const bytes = facts.reduce((sum, fact) => sum + fact.bytes, 0);
  return { id: 'test', root, digest: '', files: facts, bytes, remarks: [] };
}

export const LIMITS: RunLimits = {
  totalMs: 30_000,
  callMs: 5_000,
  modelMs: 5_000,
  memoryBytes: 2 ** 30,
  outputBytes: 2 ** 20,
};

/** Calls an export with x = [[1, 2]] and reads these keys of what it returns. */
export function callOf(name: string, keys: readonly string[], turn = 0): CallProbe {
  return {
    kind: 'call',
    id: `${name}#${String(turn)}`,
    target: name,
    export: name,
    arguments: [{ record: { W: 'W' } }, { tensor: 'x' }],
    returns: { kind: 'record', keys },
    inputs: {
      W: { dtype: 'float32', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
      x: { dtype: 'float32', shape: [1, 2], values: Float32Array.of(1, 2) },
    },
    mostValues: 4096,
  };
}

/** `forward` for its loss, then `backward` for its dx, of backprop.*; limits may be changed. */
export function planOf(probes: readonly CallProbe[], limits: Partial<RunLimits> = {}): Plan {
  const subjects = [{ subject: { kind: 'module' as const, file: 'backprop' }, probes }];
  return { subjects, documents: [], models: [], dataSets: [], limits: { ...LIMITS, ...limits } };
}

export const forwardAndBackward = (): readonly CallProbe[] => [callOf('forward', ['loss']), callOf('backward', ['dx'])];
