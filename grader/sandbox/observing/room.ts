/**
 * Where one submission is graded: a folder for its snapshot, and a worker and a bundler that are started in advance,
 * while the folder is still empty. They serve one submission and end. Nothing in a room may be used twice.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { amongTemporary, makePassable, removeTemporary } from '../../temporary.js';
import type { RunLimits, Subject } from '../../stages/plan.js';
import type { BackendKit } from '../kits/backend.js';
import { Bundler } from './bundle.js';
import type { Driver } from '../drivers/driver.js';
import { Session } from '../process/session.js';
import { OutputLog } from '../process/text.js';

/** What the first subject of a submission needs. */
export interface Need {
  readonly driver: Driver;
  readonly limits: RunLimits;
  readonly kind: Subject['kind'];
  /** The backend of a model; null is cpu. */
  readonly backend: BackendKit | null;
  /** Files with inputs of models, which a worker that runs one is shown. */
  readonly shown: readonly string[];
}

/** Starts a worker; throws a GraderError if nothing can be started. */
export function startWorker(
  { driver, limits, backend, kind, shown }: Need,
  submission: string,
  output: OutputLog,
): Session {
  const child = driver.start({
    program: 'worker',
    args: [],
    submission,
    backend,
    ...(kind === 'model' ? { shown } : {}),
    memoryBytes: limits.memoryBytes,
    // with several threads: only a backstop to the measured limit
    cpuSeconds: Math.ceil((2 * limits.totalMs) / 1000),
  });
  // a tensor library has threads of its own; while they wait for a processor, the main thread waits for them
  return new Session(child, { ...limits, hasThreads: kind === 'model' }, output);
}

export function startBundler({ driver, limits }: Pick<Need, 'driver' | 'limits'>, submission: string): Bundler {
  return new Bundler(driver, submission, { cpuMs: limits.callMs, memoryBytes: limits.memoryBytes });
}

export class Room {
  /** The sandbox's user may enter it, and no other user may read it. */
  readonly workDir: string;
  /** An empty folder until the snapshot is made in it. */
  readonly submission: string;
  #need: Need | null = null;
  #worker: Session | null = null;
  #bundler: Bundler | null = null;

  /** Throws DISK_FULL if there is no space for temporary files. */
  constructor() {
    this.workDir = makePassable();
    this.submission = join(this.workDir, 'room', 'submission');
    amongTemporary(() => {
      for (const folder of [join(this.workDir, 'room'), this.submission]) {
        mkdirSync(folder);
        chmodSync(folder, 0o755);
      }
    });
  }

  /**
   * Starts what will be needed first. If that fails, it is tried again, and the failure reported, when it is needed.
   */
  warm(need: Need): void {
    this.#need = need;
    try {
      this.#worker = startWorker(need, this.submission, new OutputLog());
      if (need.kind === 'module') this.#bundler = startBundler(need, this.submission);
    } catch {
      // started again by whoever needs it, which reports the failure
    }
  }

  /** Resolves when the worker is waiting for work; immediately if there is none. */
  async ready(): Promise<void> {
    await this.#worker?.ready;
  }

  /** The waiting worker, if it is alive and suitable; the caller then owns it. */
  takeWorker({ driver, backend, kind, shown }: Omit<Need, 'limits'>): Session | null {
    const [worker, need] = [this.#worker, this.#need];
    if (worker === null || need?.driver !== driver || need.backend !== backend || need.kind !== kind) return null;
    if (kind === 'model' && need.shown.join() !== shown.join()) return null;
    this.#worker = null;
    return worker.isDead ? null : worker;
  }

  /** The same for the bundler. */
  takeBundler(driver: Driver): Bundler | null {
    const bundler = this.#bundler;
    if (bundler === null || this.#need?.driver !== driver) return null;
    this.#bundler = null;
    return bundler.over ? null : bundler;
  }

  /** Whether the started programs are still waiting. */
  get isWarm(): boolean {
    return this.#worker !== null && !this.#worker.isDead && this.#bundler?.over !== true;
  }

  /** Ends the programs that were not taken and removes the folder. */
  async discard(): Promise<void> {
    this.#worker?.abort();
    await Promise.all([this.#worker?.ended, this.#bundler?.end()]);
    await removeTemporary(this.workDir);
  }
}
