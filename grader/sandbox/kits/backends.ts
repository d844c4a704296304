/** The tensor backends that exported models may run on, besides cpu, which is part of every worker. */
import { GraderError } from '../../errors.js';
import type { BackendName } from '../../schema/backends.js';
import { findNative } from './native.js';
import { findWasm } from './wasm.js';

/** What a worker needs to run models on a backend. Only workers that run no student code get one. */
export interface BackendKit {
  readonly name: Exclude<BackendName, 'cpu'>;
  /** The two files, or folders, that the worker is told: where they lie. */
  readonly files: readonly [string, string];
  /** The same two as a sandbox with a file system of its own shows them. */
  readonly inside: readonly [string, string];
  /** From where to where such a sandbox mounts: those two and what they need. */
  readonly mounts: readonly (readonly [string, string])[];
  readonly env: Readonly<Record<string, string>>;
  /** It loads native code: Node's permission model needs a hole, and the library a few devices. */
  readonly isNative: boolean;
}

/** The order in which backends are tried; cpu comes after all of them. */
export function installedBackends(): readonly BackendKit[] {
  return [findNative(), findWasm()].filter((kit): kit is BackendKit => typeof kit !== 'string');
}

/** Those that a driver can run, of `choices` or else of what is installed. */
export function usableBackends(
  { runsNative }: { readonly runsNative: boolean },
  choices: readonly BackendKit[] = installedBackends(),
): readonly BackendKit[] {
  return choices.filter(({ isNative }) => runsNative || !isNative);
}

/** The backends to try for `--backend`; throws USAGE when the one that is asked for is not there. */
export function backendsFor(name: BackendName | undefined): readonly BackendKit[] {
  if (name === undefined) return installedBackends();
  if (name === 'cpu') return [];
  const kit = name === 'node' ? findNative() : findWasm();
  if (typeof kit !== 'string') return [kit];
  throw new GraderError('USAGE', `--backend ${name}: ${kit}`, {
    advice: 'Run: tuxgrade doctor. Without --backend the best one that works here is used.',
  });
}
