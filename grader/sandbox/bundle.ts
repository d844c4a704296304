/** Turns one file of a submission and what it imports into one script, by esbuild inside the sandbox. */
import type { StudentErrorReport } from '../schema/report.js';
import type { Snapshot } from '../schema/submission.js';
import { GraderError } from '../errors.js';
import type { Driver } from './driver.js';
import { reportError, type Place } from './student-error.js';

export type Bundled =
  { readonly ok: true; readonly code: string } | { readonly ok: false; readonly error: StudentErrorReport };

export interface BundleLimits {
  readonly ms: number;
  readonly memoryBytes: number;
  readonly signal?: AbortSignal | undefined;
}

const ENDINGS = ['.ts', '.js', '.mjs', '.cjs'];
const MOST_BUNDLE_BYTES = 8 << 20;
const MOST_MESSAGE_BYTES = 64 << 10;

/** The one file that `file` (without its ending) names; two of them, or none, are the student's to mend. */
export function resolveModule(
  file: string,
  snapshot: Snapshot,
): { ok: true; path: string } | { ok: false; error: StudentErrorReport } {
  const paths = snapshot.files.map(({ path }) => path);
  const found = ENDINGS.map((ending) => file + ending).filter((path) => paths.includes(path));
  const [path] = found;
  if (path !== undefined && found.length === 1) return { ok: true, path };
  if (found.length > 1) {
    const message = `both ${found.join(' and ')} are there: hand in one of them, so that it is clear which one counts`;
    return { ok: false, error: { code: 'LOAD_FAILED', message } };
  }
  const near = paths.find((candidate) =>
    candidate.toLowerCase().split('/').at(-1)?.startsWith(`${file.toLowerCase()}.`),
  );
  const hint = near === undefined ? '' : `; ${near} is there: put it at the top of the submission under the right name`;
  return {
    ok: false,
    error: { code: 'MISSING_FILE', message: `${file}.ts is missing (also not there: ${file}.js)${hint}` },
  };
}

/** Bundles `path`; a syntax error or a foreign import is a student fault with its place. */
export async function bundle(path: string, snapshot: Snapshot, driver: Driver, limits: BundleLimits): Promise<Bundled> {
  const child = driver.start({
    program: 'bundler',
    args: [
      `./${path}`,
      ...['--bundle', '--format=cjs', '--platform=neutral', '--target=node20', '--sourcemap=inline', '--charset=utf8'],
      ...['--external:@tensorflow/*', '--tsconfig-raw={}', '--log-level=error', '--log-limit=1', '--color=false'],
    ],
    submission: snapshot.root,
    memoryBytes: limits.memoryBytes,
    cpuSeconds: Math.ceil(limits.ms / 1000) + 1,
  });
  const code: Buffer[] = [];
  const messages: Buffer[] = [];
  let bytes = 0;
  const reasons: ('time' | 'size')[] = [];
  const stop = (reason: 'time' | 'size') => {
    reasons.push(reason);
    child.kill();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BUNDLE_BYTES) stop('size');
    else code.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (messages.reduce((sum, part) => sum + part.length, 0) < MOST_MESSAGE_BYTES) messages.push(chunk);
  });
  const timer = setTimeout(() => {
    stop('time');
  }, limits.ms);
  const abort = () => {
    child.kill();
  };
  limits.signal?.addEventListener('abort', abort);
  const exit = await child.exited;
  limits.signal?.removeEventListener('abort', abort);
  clearTimeout(timer);
  if (exit.startError !== null)
    throw new GraderError('SPAWN_FAILED', `the bundler could not be started: ${exit.startError}`);
  const [over] = reasons;
  if (over !== undefined) return { ok: false, error: overLimit(path, over, limits.ms) };
  if (exit.code === 0) return { ok: true, code: Buffer.concat(code).toString('utf8') };
  return { ok: false, error: readFailure(Buffer.concat(messages).toString('utf8'), path, snapshot) };
}

function overLimit(path: string, over: 'time' | 'size', ms: number): StudentErrorReport {
  if (over === 'time')
    return { code: 'TIME_LIMIT', message: `${path} could not be read within ${String(ms / 1000)} s` };
  return {
    code: 'TOO_LARGE',
    message: `${path} and what it imports are larger than ${String(MOST_BUNDLE_BYTES >> 20)} MB`,
  };
}

/** esbuild's first error: `[ERROR] message`, then `file:line:column:` with columns from 0. */
function readFailure(text: string, path: string, snapshot: Snapshot): StudentErrorReport {
  const message = /\[ERROR\] (.*)/.exec(text)?.[1];
  if (message === undefined) {
    return reportError('LOAD_FAILED', `${path} could not be read: the bundler stopped`, null, snapshot);
  }
  const [, file, line, column] = /^ {4}(\S.*):(\d+):(\d+):$/m.exec(text) ?? [];
  const place: Place | null = file === undefined ? null : { file, line: Number(line), column: Number(column) + 1 };
  const foreign = /Could not resolve "(.*)"/.exec(message)?.[1];
  const told =
    foreign === undefined ? message : `"${foreign}" cannot be imported here: use your own files and @tensorflow/tfjs`;
  return reportError('LOAD_FAILED', told, place, snapshot);
}
