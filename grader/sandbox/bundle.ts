/** Turns one file of a submission and what it imports into one script, by esbuild inside the sandbox. */
import type { Readable } from 'node:stream';
import { GraderError } from '../errors.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { Snapshot } from '../schema/submission.js';
import type { Driver } from './driver.js';
import { reportError, type Place } from './student-error.js';

export type Bundled =
  { readonly ok: true; readonly code: string } | { readonly ok: false; readonly error: StudentErrorReport };

export interface BundleLimits {
  readonly ms: number;
  readonly memoryBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The platform is neutral, so that Node's own modules are refused like any other package; a tsconfig.json of the
 * student's changes nothing.
 */
const OPTIONS = [
  ...['--bundle', '--format=cjs', '--platform=neutral', '--target=node20', '--charset=utf8'],
  ...['--sourcemap=inline', '--sources-content=false', '--external:@tensorflow/*', '--tsconfig-raw={}'],
  ...['--log-level=error', '--log-limit=1', '--color=false'],
];
/** The sandbox's own programs complain so, before the bundler has run. */
const NOT_STARTED = /^(?:bwrap|prlimit|\/bin\/prlimit|confine): /;
const MOST_BUNDLE_BYTES = 8 << 20;
const MOST_MESSAGE_BYTES = 64 << 10;

/**
 * Bundles `path`; a syntax error or a foreign import is a student fault with its place. Throws SPAWN_FAILED when the
 * bundler could not be started. The source map stays at the end of the code.
 */
export async function bundle(path: string, snapshot: Snapshot, driver: Driver, limits: BundleLimits): Promise<Bundled> {
  const child = driver.start({
    program: 'bundler',
    args: [`./${path}`, ...OPTIONS],
    submission: snapshot.root,
    memoryBytes: limits.memoryBytes,
    cpuSeconds: Math.ceil((2 * limits.ms) / 1000),
  });
  const code = new Collected(child.stdout, MOST_BUNDLE_BYTES, () => {
    child.kill();
  });
  const messages = new Collected(child.stderr, MOST_MESSAGE_BYTES, () => undefined);
  const stopped = { late: false };
  const timer = setTimeout(() => {
    stopped.late = true;
    child.kill();
  }, limits.ms);
  const abort = () => {
    child.kill();
  };
  limits.signal?.addEventListener('abort', abort, { once: true });
  const exit = await child.exited;
  limits.signal?.removeEventListener('abort', abort);
  clearTimeout(timer);
  if (stopped.late) return { ok: false, error: { code: 'TIME_LIMIT', message: `${path} could not be read in time` } };
  if (code.over) {
    const message = `${path} and what it imports are larger than ${String(MOST_BUNDLE_BYTES >> 20)} MB`;
    return { ok: false, error: { code: 'TOO_LARGE', message } };
  }
  if (exit.code === 0) return { ok: true, code: code.text() };
  limits.signal?.throwIfAborted();
  const said = messages.text();
  if (exit.startError !== null || child.pid() === null || NOT_STARTED.test(said)) {
    throw new GraderError('SPAWN_FAILED', `the bundler could not be started: ${exit.startError ?? said.trim()}`, {
      advice: 'Run: tuxgrade doctor',
    });
  }
  return { ok: false, error: readFailure(said, path, snapshot) };
}

/** What a stream brings, up to a cap. */
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

/** esbuild's first error: `[ERROR] message`, then `file:line:column:` with columns from 0. */
function readFailure(text: string, path: string, snapshot: Snapshot): StudentErrorReport {
  const message = /\[ERROR\] (.*)/.exec(text)?.[1];
  if (message === undefined) {
    return reportError('LOAD_FAILED', `${path} could not be read: the bundler stopped`, null, snapshot);
  }
  const [, file, line, column] = /^ {4}(\S.*):(\d+):(\d+):$/m.exec(text) ?? [];
  const place: Place | null = file === undefined ? null : { file, line: Number(line), column: Number(column) + 1 };
  const wanted = /^Could not resolve "(.*)"/.exec(message)?.[1];
  return reportError('LOAD_FAILED', wanted === undefined ? message : unresolved(wanted), place, snapshot);
}

function unresolved(wanted: string): string {
  if (wanted.startsWith('.')) return `"${wanted}" is not there: the submission has no such file`;
  return `"${wanted}" cannot be imported here: use your own files and @tensorflow/tfjs`;
}
