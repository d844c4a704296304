/**
 * Runs attacks one after the other in a sandbox and prints, as one line of JSON each, what happened and what was left
 * behind. Attacks that only count what they reach are calls of one submission, and what it leaves is said of each of them.
 * A separate program, so that it can run without namespaces or as another user.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { makeBubblewrapDriver } from '../../grader/sandbox/drivers/bubblewrap.js';
import { makeConfineDriver } from '../../grader/sandbox/drivers/confine.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { findLeak } from '../../grader/sandbox/drivers/self-test.js';
import type { ProbeOutcome, Observations } from '../../grader/stages/observation.js';
import type { RunLimits } from '../../grader/stages/plan.js';
import { removeFolders } from '../support/folders.js';
import { callOf, forwardAndBackward, planOf, snapshotOf } from '../support/snapshots.js';
import { besideOf } from './beside.js';
import { EXPECTED } from './expected.js';

export interface Told {
  readonly file: string;
  /** `returned 0`, or the code of the fault. */
  readonly forward: string;
  readonly backward: string;
  /** All that a report might show of it. */
  readonly shown: string;
  readonly wallMs: number;
  /** What was different afterwards: processes, files, memory, the next submission. */
  readonly left: readonly string[];
}

type Limits = Pick<RunLimits, 'callMs' | 'memoryBytes'>;

const CALL_MS = 700;
/** For attacks that only end with their time. */
const ENDLESS_CALL_MS = 250;
/** An honest submission follows on every so many attacks: what an attack leaves behind, it leaves for all that follow. */
const HONEST_AFTER = 8;
/** For attacks that need seconds. */
const SLOW_CALL_MS = 12_000;
const MEMORY_BYTES = 512 << 20;
/** For attacks on memory: filling it takes most of their time. */
const LITTLE_MEMORY_BYTES = 256 << 20;
const MOST_GROWTH_BYTES = 96 << 20;
const HONEST = 'export const forward = () => ({ loss: 7 });\nexport const backward = () => ({ dx: [1] });\n';

const MAKERS = { bubblewrap: makeBubblewrapDriver, confine: makeConfineDriver } as const;
/** The drivers in which attacks are run. */
export type Attacked = keyof typeof MAKERS;

const [, , name = '', layers = '', folder = '', ...files] = process.argv;

const outside = mkdtempSync(join(tmpdir(), 'outside-'));
const driver = makeDriver();
const server = await listen(0);
const abstract = await listen(`\0tuxgrade-test-${String(process.pid)}`);
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
try {
  furnishOutside();
  const leak = await findLeak(driver);
  if (leak !== null) throw new Error(leak.sentence);
  await observeFiles({ 'backprop.js': HONEST }, limitsOf('backprop.js'));
  const before = digestOf(outside);
  const temporary = readdirSync(tmpdir()).length;
  globalThis.gc?.();
  const memory = process.memoryUsage().rss;
  const submissions = submissionsOf(files);
  for (const [index, attacks] of submissions.entries()) {
    const told = attacks.length === 1 ? [await attack(attacks[0] ?? '')] : await attackTogether(attacks);
    const asksHonest = (index + 1) % HONEST_AFTER === 0 || index === submissions.length - 1;
    const left = [...leftBehind(before, temporary), ...(asksHonest ? await harmed() : []), ...grown(memory)];
    for (const each of told) process.stdout.write(`${JSON.stringify({ ...each, left })}\n`);
  }
} finally {
  server.close();
  abstract.close();
  rmSync(outside, { recursive: true, force: true });
}

function makeDriver(): Driver {
  if (!isAttacked(name)) throw new Error(`no attacks are run in ${name}`);
  return MAKERS[name]({ permissionModel: layers === 'all' });
}

function isAttacked(driver: string): driver is Attacked {
  return Object.hasOwn(MAKERS, driver);
}

/** What is worth reading or changing, open to everybody: only the sandbox can be what refuses. */
function furnishOutside(): void {
  chmodSync(outside, 0o777);
  mkdirSync(join(outside, 'other-student'));
  for (const file of ['canary', 'labels.csv', 'rubric.yaml', 'results.json', 'other-student/backprop.js']) {
    writeFileSync(join(outside, file), 'secret of the parent');
    chmodSync(join(outside, file), 0o666);
  }
}

/** The attacks of each submission. */
function submissionsOf(attacks: readonly string[]): (readonly string[])[] {
  const together = attacks.filter((file) => EXPECTED[file]?.counts === true);
  const alone = attacks.filter((file) => !together.includes(file)).map((file) => [file]);
  return together.length === 0 ? alone : [together, ...alone];
}

async function attack(file: string): Promise<Omit<Told, 'left'>> {
  const started = performance.now();
  const files = { [`backprop${extname(file)}`]: sourceOf(file), ...besideOf([file]) };
  const seen = await observeFiles(files, limitsOf(file));
  return { file, forward: wordOf(seen.outcomes.get('forward#0'), 'loss'), ...sharedOf(seen, started) };
}

/** Each is a module of one submission, and its `forward` an export of its own. */
async function attackTogether(attacks: readonly string[]): Promise<Omit<Told, 'left'>[]> {
  const started = performance.now();
  const exported = attacks.map((file, index) => `export { forward as attack${String(index)} } from './${file}';`);
  const entry = [...exported, `export { backward } from './${attacks.at(-1) ?? ''}';\n`].join('\n');
  const seen = await observeFiles(
    {
      ...Object.fromEntries(attacks.map((file) => [file, sourceOf(file)])),
      ...besideOf(attacks),
      'backprop.js': entry,
    },
    { callMs: Math.max(...attacks.map((file) => limitsOf(file).callMs)), memoryBytes: MEMORY_BYTES },
    [...attacks.map((_file, index) => callOf(`attack${String(index)}`, ['loss'])), callOf('backward', ['dx'])],
  );
  const shared = sharedOf(seen, started);
  return attacks.map((file, index) => ({
    file,
    forward: wordOf(seen.outcomes.get(`attack${String(index)}#0`), 'loss'),
    ...shared,
  }));
}

function sourceOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
    .replaceAll('CANARY', join(outside, 'canary'))
    .replaceAll('OUTSIDE', outside)
    .replaceAll('PORT', String(port))
    .replaceAll('NAME', `tuxgrade-test-${String(process.pid)}`);
}

function limitsOf(file: string): Limits {
  const { slow = false, forward = [] } = EXPECTED[file] ?? {};
  const usual = forward.join() === 'TIME_LIMIT' ? ENDLESS_CALL_MS : CALL_MS;
  return {
    callMs: slow ? SLOW_CALL_MS : usual,
    memoryBytes: forward.includes('MEMORY_LIMIT') ? LITTLE_MEMORY_BYTES : MEMORY_BYTES,
  };
}

/** What is known of a submission as a whole. */
function sharedOf(seen: Observations, started: number): Pick<Told, 'backward' | 'shown' | 'wallMs'> {
  return {
    backward: wordOf(seen.outcomes.get('backward#0'), 'dx'),
    shown: JSON.stringify([...seen.outcomes.values()]) + seen.stdout + seen.stderr,
    wallMs: performance.now() - started,
  };
}

async function observeFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  limits: Limits,
  probes = forwardAndBackward(),
): Promise<Observations> {
  try {
    return await observe(snapshotOf(files), planOf(probes, limits), { driver });
  } finally {
    removeFolders();
  }
}

function leftBehind(before: string, temporary: number): string[] {
  const left = strays().map((stray) => `process ${stray}`);
  if (digestOf(outside) !== before) left.push('a changed file');
  if (readdirSync(tmpdir()).length !== temporary) left.push(`files: ${readdirSync(tmpdir()).join(' ')}`);
  return left;
}

/** What is different for an honest submission now. */
async function harmed(): Promise<string[]> {
  const honest = await observeFiles({ 'backprop.js': HONEST }, limitsOf('backprop.js'));
  const next = [wordOf(honest.outcomes.get('forward#0'), 'loss'), wordOf(honest.outcomes.get('backward#0'), 'dx')];
  return next.join() === 'returned 7,returned 1' ? [] : [`the next submission: ${next.join()}`];
}

function grown(memory: number): string[] {
  globalThis.gc?.();
  const growth = process.memoryUsage().rss - memory;
  return growth > MOST_GROWTH_BYTES ? [`${String(growth >> 20)} MiB more memory`] : [];
}

/** Children of this process, and processes of users that sandboxes of this process run as. */
function strays(): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const ours = parent === process.pid || isSandboxUser(statSync(`/proc/${pid}`).uid);
        return ours ? [stat.slice(0, 60)] : [];
      } catch {
        return [];
      }
    });
}

function isSandboxUser(uid: number): boolean {
  const first = 0x70000000 + process.pid * 64;
  return uid >= first && uid < first + 64;
}

/** Names, modes, owners, times and contents. */
function digestOf(root: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  for (const entry of ['', ...entries]) {
    const path = join(root, entry);
    const { mode, uid, mtimeMs, size } = statSync(path);
    hash.update([entry, mode, uid, mtimeMs, size].join(' '));
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

function wordOf(outcome: ProbeOutcome | undefined, key: string): string {
  if (outcome === undefined) return 'no outcome';
  if (outcome.status === 'failed') return outcome.error.code;
  const output = outcome.returned.outputs[key];
  if (output === undefined) return 'returned nothing';
  return output.kind === 'unusable' ? 'returned unusable' : `returned ${String(output.data.values[0])}`;
}

function listen(where: number | string): Promise<Server> {
  const created = createServer((socket) => socket.destroy());
  return new Promise((resolve) =>
    created.listen(where, () => {
      resolve(created);
    }),
  );
}
