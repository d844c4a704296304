/**
 * Where one submission is graded: a folder for its snapshot, and the programs that wait beside it. They are started
 * ahead, while nothing of the submission is there yet; they serve it and die. Nothing of a room is used twice.
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

/** What the first subject of a submission will be asked of. */
export interface Need {
  readonly driver: Driver;
  readonly limits: RunLimits;
  readonly kind: Subject['kind'];
  /** What a model runs on; null is cpu. */
  readonly backend: BackendKit | null;
}

/** A worker of its own process; throws a GraderError when nothing can be started. */
export function startWorker({ driver, limits, backend, kind }: Need, submission: string, output: OutputLog): Session {
  const child = driver.start({
    program: 'worker',
    args: [],
    submission,
    backend,
    memoryBytes: limits.memoryBytes,
    // several threads: a backstop behind what is measured
    cpuSeconds: Math.ceil((2 * limits.totalMs) / 1000),
  });
  // a library of tensors works in threads of its own, which wait for their turns while the main one waits for them
  return new Session(child, { ...limits, hasThreads: kind === 'model' }, output);
}

export function startBundler({ driver, limits }: Pick<Need, 'driver' | 'limits'>, submission: string): Bundler {
  return new Bundler(driver, submission, { cpuMs: limits.callMs, memoryBytes: limits.memoryBytes });
}

export class Room {
  /** Passable by the sandbox's user, readable by nobody else. */
  readonly workDir: string;
  /** An empty folder until the snapshot is made there. */
  readonly submission: string;
  #need: Need | null = null;
  #worker: Session | null = null;
  #bundler: Bundler | null = null;

  /** Throws DISK_FULL when there is no place for temporary files. */
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

  /** Starts what will be needed first. What cannot be started now is tried again, and complained of, when it is. */
  warm(need: Need): void {
    this.#need = need;
    try {
      this.#worker = startWorker(need, this.submission, new OutputLog());
      if (need.kind === 'module') this.#bundler = startBundler(need, this.submission);
    } catch {
      // whoever needs it starts it then, and tells why that fails
    }
  }

  /** When the worker waits for work; at once where there is none. */
  async ready(): Promise<void> {
    await this.#worker?.ready;
  }

  /** The worker that waits, if it is alive and the right one; it is the caller's from now on. */
  takeWorker(driver: Driver, backend: BackendKit | null): Session | null {
    const worker = this.#worker;
    if (worker === null || this.#need?.driver !== driver || this.#need.backend !== backend) return null;
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

  /** Whether what was started still waits. */
  get isWarm(): boolean {
    return this.#worker !== null && !this.#worker.isDead && this.#bundler?.over !== true;
  }

  /** Ends what was not taken and removes the folder. */
  async discard(): Promise<void> {
    this.#worker?.abort();
    await Promise.all([this.#worker?.ended, this.#bundler?.end()]);
    await removeTemporary(this.workDir);
  }
}
