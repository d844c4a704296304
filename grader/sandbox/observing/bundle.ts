/** Bundles one file of a submission and its imports into one script, with esbuild inside the sandbox. */
import type { Readable } from 'node:stream';
import { GraderError } from '../../errors.js';
import { BUNDLING } from '../../protocol/bundling.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import type { Child, Exit } from '../process/child.js';
import type { Driver } from '../drivers/driver.js';
import { readFailure, type NotBundled } from './bundle-failure.js';
import { OutputLog } from '../process/text.js';
import { wallMsFor, type Allowance } from '../process/time-limit.js';
import { Watch, type ChildUsage } from '../process/watch.js';

export type Bundled = { readonly ok: true; readonly code: string } | NotBundled;

/** What is bundled: a file of the submission, and where it lies in the snapshot. */
export interface Bundling {
  readonly path: string;
  readonly entry: string;
}

export interface BundleLimits {
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

const { format, platform, target, external, tsconfigRaw, supported, ignoreAnnotations } = BUNDLING;
const OPTIONS = [
  ...['--bundle', `--format=${format}`, `--platform=${platform}`, `--target=${target}`, '--charset=utf8'],
  ...['--sourcemap=inline', '--sources-content=false', `--external:${external}`, `--tsconfig-raw=${tsconfigRaw}`],
  ...Object.entries(supported).map(([feature, isSupported]) => `--supported:${feature}=${String(isSupported)}`),
  ...[`--ignore-annotations=${String(ignoreAnnotations)}`, '--log-level=error', '--log-limit=1', '--color=false'],
];
const MOST_BUNDLE_BYTES = 8 << 20;
const MOST_MESSAGE_BYTES = 64 << 10;

/** One run of esbuild in the sandbox. It reads its entry from its input, so it can be started in advance. */
export class Bundler {
  readonly #driver: Driver;
  readonly #child: Child;
  readonly #watch: Watch;
  readonly #code: Collected;
  readonly #messages: Collected;
  #over = false;

  /** Throws a GraderError when nothing can be started. */
  constructor(driver: Driver, submission: string, limits: BundleLimits) {
    const child = driver.start({
      program: 'bundler',
      args: OPTIONS,
      submission,
      memoryBytes: limits.memoryBytes,
      cpuSeconds: Math.ceil(limits.cpuMs / 1000) + 1,
    });
    this.#driver = driver;
    this.#child = child;
    this.#code = new Collected(child.stdout, MOST_BUNDLE_BYTES, () => {
      child.kill();
    });
    this.#messages = new Collected(child.stderr, MOST_MESSAGE_BYTES, () => undefined);
    // its output is counted above
    const { memoryBytes } = limits;
    this.#watch = new Watch(child, { memoryBytes, outputBytes: Infinity, hasThreads: true }, new OutputLog());
    void child.exited.then(() => {
      this.#over = true;
    });
  }

  get usage(): ChildUsage {
    return this.#watch.usage;
  }

  /** It has ended, for whatever reason. */
  get over(): boolean {
    return this.#over;
  }

  /** Ends it, whether it was used or not. */
  async end(): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
  }

  /**
   * Bundles the file that lies at `entry` in the snapshot and is called `path` in sentences; a syntax error or an import of a
   * package is a student fault with its location. Throws SPAWN_FAILED if the bundler could not be started, and
   * MACHINE_MEMORY if the machine had no memory left for it. The source map stays at the end of the code. May be called only
   * once.
   */
  async bundle(
    { path, entry }: Bundling,
    snapshot: Snapshot,
    allowed: Allowance,
    signal: AbortSignal | undefined,
  ): Promise<Bundled> {
    const child = this.#child;
    const abort = () => {
      child.kill();
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#watch.allow(allowed, wallMsFor(allowed.cpuMs));
    child.stdin?.end(entryOf(path, entry));
    const exit = await child.exited;
    signal?.removeEventListener('abort', abort);
    const { limit } = this.#watch;
    if (limit === 'time' || limit === 'wait') return failed('TIME_LIMIT', `${path} could not be read in time`);
    if (this.#code.over) {
      const message = `${path} and what it imports are larger than ${String(MOST_BUNDLE_BYTES >> 20)} MB`;
      return failed('TOO_LARGE', message);
    }
    if (exit.code === 0) return { ok: true, code: this.#code.text() };
    signal?.throwIfAborted();
    this.#watch.blameMachine(exit);
    return this.#failure(path, snapshot, exit);
  }

  #failure(path: string, snapshot: Snapshot, { startError }: Exit): Bundled {
    const said = this.#messages.text();
    if (startError !== null || this.#child.pid() === null || this.#driver.isComplaint(said)) {
      throw new GraderError('SPAWN_FAILED', `the bundler could not be started: ${startError ?? said.trim()}`, {
        advice: 'Run: tuxgrade doctor',
      });
    }
    return readFailure(said, path, snapshot);
  }
}

/** Collects a stream up to a limit. */
class Collected {
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  over = false;

  constructor(stream: Readable, most: number, onOver: () => void) {
    stream.on('data', (part: Buffer) => {
      this.#bytes += part.length;
      if (this.#bytes <= most) this.#parts.push(part);
      else if (!this.over) {
        this.over = true;
        onOver();
      }
    });
  }

  text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }
}

function failed(code: StudentErrorReport['code'], message: string): Bundled {
  return { ok: false, error: { code, message }, place: null, isUnresolved: false };
}

/**
 * The exports of the file, whatever its module format. In an ES module, what it assigns to `module.exports` or `exports`
 * is that of this entry, and Node.js would refuse it: where nothing else is exported, that is said.
 */
function entryOf(path: string, entry: string): string {
  const why =
    `${path} is an ES module, for its "import" or "export", its ending or "type": "module" in package.json, ` +
    'in which module.exports and exports mean nothing: write "export" before its functions';
  const names = 'Object.keys(Object(given)).length + (typeof given === "function" ? 1 : 0)';
  return [
    'const own = module.exports;',
    `const given = require(${JSON.stringify(`./${entry}`)});`,
    `if ((module.exports !== own || Object.keys(own).length > 0) && ${names} === 0) {`,
    `  throw new Error(${JSON.stringify(why)});`,
    '}',
    'module.exports = given;',
    '',
  ].join('\n');
}
