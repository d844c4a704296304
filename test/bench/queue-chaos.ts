/**
 * Grades a small class from a queue again and again while seeded faults happen, and counts what was lost, recorded twice,
 * different from one machine, or left behind. What each fault does is in FAULTS.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFolder } from '../support/folders.js';
import { Machine, processesIn, produce, type MachineOptions, type Site } from '../support/queue/machines.js';
import { RedisServer } from '../support/queue/redis-server.js';
import { until } from '../support/until.js';
import { differences, differingResults, timesFinished } from '../support/queue/same-run.js';

/** What is under attack. */
interface Scene {
  readonly redis: RedisServer;
  readonly store: string;
  readonly workers: readonly Machine[];
  /** Kills the producer and starts it again. */
  readonly killProducer: () => Promise<void>;
  /** From 0 up to but not including `below`, from the seed. */
  readonly random: (below: number) => number;
}

const LOCK_SECONDS = 1;
const START_MS = 60_000;
const workerOf = ({ workers, random }: Scene) => workers[random(workers.length)];

export const FAULTS: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'a worker is killed': async (scene) => {
    const worker = workerOf(scene);
    worker?.signal('SIGKILL');
    await worker?.restart();
  },
  'a worker is stopped for longer than its lock': async (scene) => {
    const worker = workerOf(scene);
    worker?.signal('SIGSTOP');
    await pause(LOCK_SECONDS * 3000);
    worker?.signal('SIGCONT');
  },
  'Redis is killed and starts with its data': async ({ redis }) => {
    await redis.kill();
    await pause(200);
    await redis.start();
  },
  'Redis is killed and starts without its data': async ({ redis }) => {
    await redis.kill();
    redis.lose();
    await redis.start();
  },
  'Redis is flushed': ({ redis }) => redis.flush(),
  'the store cannot be read for a while': async ({ store }) => {
    // a file in place of the folder, because permissions do not bind root
    renameSync(store, `${store}.away`);
    writeFileSync(store, '');
    await pause(700);
    rmSync(store);
    renameSync(`${store}.away`, store);
  },
  'the producer is killed': ({ killProducer }) => killProducer(),
};

/** Faults of a worker from its start on. */
const BAD_WORKERS: Readonly<Record<string, MachineOptions>> = {
  'a worker has a full disk': {},
  'a worker has a clock that is an hour ahead': {
    before: ['env', 'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1', 'FAKETIME=+1h'],
  },
  'a worker is 20 times slower': {},
};

export interface Outcome {
  readonly runs: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly lost: number;
  readonly twice: number;
  readonly different: number;
  readonly left: number;
  readonly remarks: readonly string[];
}

export interface ChaosOptions {
  readonly runs: number;
  /** The seed of the first run, to see one again; default: 1. */
  readonly first?: number;
  readonly folder: string;
  readonly rubric: string;
  /** A run of the same class on one machine. */
  readonly local: string;
  readonly tell: (line: string) => void;
}

export async function chaos({ runs, first = 1, folder, rubric, local, tell }: ChaosOptions): Promise<Outcome> {
  const faults = new Map<string, number>();
  const remarks: string[] = [];
  const counts = { lost: 0, twice: 0, different: 0, left: 0 };
  for (let seed = first; seed < first + runs; seed += 1) {
    const ended = await oneRun(seed, folder, rubric, local);
    for (const fault of ended.faults) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    for (const name of ['lost', 'twice', 'different', 'left'] as const) {
      counts[name] += ended[name].length;
      if (ended[name].length > 0)
        remarks.push(`run ${String(seed)} (${ended.faults.join(', ')}): ${name} ${ended[name].join('; ')}`);
    }
    tell(
      `${String(seed - first + 1)} of ${String(runs)}, ${String(remarks.length)} remarks: ${remarks.at(-1) ?? 'none'}`,
    );
  }
  return { runs, faults, ...counts, remarks };
}

interface Ended {
  readonly faults: readonly string[];
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly different: readonly string[];
  readonly left: readonly string[];
}

async function oneRun(seed: number, folder: string, rubric: string, local: string): Promise<Ended> {
  const random = randomFrom(seed);
  const redis = await RedisServer.start();
  const store = join(makeFolder(), 'store');
  mkdirSync(store);
  const site: Site = { url: redis.url, store, key: 'c4'.repeat(32) };
  const out = join(makeFolder(), 'run');
  const args = [folder, '--rubric', rubric, '--out', out, '--resume'];
  const bad = random(3) === 0 ? (Object.keys(BAD_WORKERS)[random(3)] ?? '') : '';
  const workers = Array.from({ length: [2, 4, 8][random(3)] ?? 2 }, (_, index) => {
    const options = index === 0 ? BAD_WORKERS[bad] : {};
    return new Machine(site, { lockSeconds: LOCK_SECONDS, ...options });
  });
  let producer = produce(site, makeFolder(), args);
  const killProducer = async () => {
    producer.kill('SIGKILL');
    await producer;
    producer = produce(site, makeFolder(), args);
  };
  const names = Object.keys(FAULTS);
  const chosen = Array.from({ length: 1 + random(3) }, () => names[random(names.length)] ?? '');
  // who starts while there is no store is told so, and ends
  await Promise.all(workers.map((worker) => worker.ready()));
  const spoilt = spoil(workers[0], bad);
  for (const name of chosen) {
    await until(() => existsSync(join(out, 'run.json')), 'the producer is there', START_MS);
    await pause(random(2500));
    await FAULTS[name]?.({ redis, store, workers, killProducer, random });
  }
  const { exitCode, all } = await lastOf(() => producer);
  spoilt.heal();
  await Promise.all(workers.map((worker) => worker.ready()));
  for (const worker of workers) worker.signal('SIGTERM');
  await Promise.all(workers.map((worker) => worker.ended()));
  await redis.kill();
  const complaint = exitCode === 0 ? [] : [`exit code ${String(exitCode)}: ${all.slice(-500)}`];
  const outcome = whatBecame({ out, local, store, ids: readdirSync(folder), workers }, complaint);
  for (const path of [out, store, ...workers.map((worker) => worker.folder)]) {
    rmSync(path, { recursive: true, force: true });
  }
  return { faults: [...(bad === '' ? [] : [bad]), ...chosen], ...outcome };
}

/** The end of the last producer: it may be replaced while it is awaited. */
async function lastOf(current: () => ReturnType<typeof produce>) {
  for (;;) {
    const awaited = current();
    const ended = await awaited;
    if (awaited === current()) return ended;
  }
}

interface Left {
  readonly out: string;
  readonly local: string;
  readonly store: string;
  readonly ids: readonly string[];
  readonly workers: readonly Machine[];
}

function whatBecame({ out, local, store, ids, workers }: Left, complaint: readonly string[]): Omit<Ended, 'faults'> {
  const times = existsSync(join(out, 'journal.jsonl')) ? timesFinished(out) : new Map<string, number>();
  const folders = workers.map((worker) => worker.folder);
  return {
    lost: [...complaint, ...ids.filter((id) => !times.has(id))],
    twice: [...[...times].filter(([, count]) => count > 1).map(([id]) => id), ...differingResults(store)],
    different: times.size === ids.length ? differences(local, out) : [],
    left: [...processesIn(folders), ...workers.flatMap((worker) => readdirSync(worker.temporary))],
  };
}

/** Spoils a worker that is bad by what happens to it rather than by how it is started. */
function spoil(worker: Machine | undefined, how: string): { heal: () => void } {
  if (worker === undefined) return { heal: () => undefined };
  if (how === 'a worker has a full disk') {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', worker.temporary]);
    writeFileSync(join(worker.temporary, 'full'), Buffer.alloc(60 << 10));
    return {
      heal: () => {
        // its processes may still have files there
        execFileSync('umount', ['--lazy', worker.temporary]);
      },
    };
  }
  if (how !== 'a worker is 20 times slower') return { heal: () => undefined };
  const timer = setInterval(() => {
    worker.signal('SIGSTOP');
    setTimeout(() => {
      worker.signal('SIGCONT');
    }, 95);
  }, 100);
  return {
    heal: () => {
      clearInterval(timer);
      worker.signal('SIGCONT');
    },
  };
}

/** mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
