/**
 * Looking after a queue, with a real Redis: submit, the commands below `queue`, metrics, and what each says when something is
 * wrong. Redis may hold anything: no command may end in a stack trace.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { execa } from 'execa';
import { COURSES, newestOf, PREFIX, queueOf, VERSIONS } from '../../grader/queue/names.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { freePort } from '../support/free-port.js';
import { whyNoRedis } from '../support/queue/redis-server.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { MAIN } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';
import { until } from '../support/until.js';
import { describeUnless } from '../support/where-possible.js';

const KEY = createHash('sha256').update('a test').digest('hex');
const ENV = { TUXGRADE_QUEUE_KEY: KEY };
const PERFECT = join('submissions', 'quiz2', 'perfect');

let redis: RunningRedis;
let store = '';

const run = (args: readonly string[], env: Record<string, string> = ENV) => runCommand(args, { env });
const onQueue = (action: string, ...more: string[]) => run(['queue', action, '--queue', redis.url, ...more]);
const submitting = (...more: string[]) => [
  ...['submit', PERFECT, '--rubric', 'quiz2', '--queue', redis.url, '--store', store],
  ...more,
];

afterAll(removeFolders);

describeUnless(whyNoRedis(), 'operating a queue')('a queue', () => {
  beforeAll(async () => {
    redis = await startRedis();
    store = join(makeFolder(), 'store');
  });
  afterAll(async () => {
    await redis.stop();
  });

  test('submit waits for a worker, tells why, and prints what grade prints; a newer one replaces it; metrics count', async () => {
    const here = run(['grade', PERFECT, '--rubric', 'quiz2', '--json']);
    const older = execa(process.execPath, [MAIN, ...submitting('--anew')], { env: ENV, reject: false });
    await until(() => redis.client.status === 'ready', 'a connection');
    await untilAsync(async () => (await redis.client.hlen(newestOf('quiz2'))) === 1, 'the first is queued');
    const newer = execa(process.execPath, [MAIN, ...submitting('--json')], { env: ENV, reject: false });
    const replaced = await older;
    expect([replaced.exitCode, replaced.stderr]).toEqual([1, expect.stringContaining('replaced: a newer submission')]);
    const seen = JSON.parse((await onQueue('status', '--json')).stdout) as { lanes: unknown[] };
    expect(seen.lanes[0]).toMatchObject({ course: 'quiz2', lane: 'urgent', waiting: 1, active: 0, isPaused: false });
    expect((await onQueue('pause')).stdout).toContain('Paused: quiz2');
    const port = String(await freePort());
    const worker = execa(
      process.execPath,
      [MAIN, 'work', '--queue', redis.url, '--store', store, '--jobs', '1', '--metrics', port],
      { env: ENV, reject: false },
    );
    const metrics = (path = '/metrics', method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
    await untilAsync(async () => (await metrics().catch(() => null))?.status === 200, 'metrics');
    expect([(await metrics('/')).status, (await metrics('/metrics', 'POST')).status]).toEqual([404, 404]);
    expect(await (await metrics()).text()).not.toContain('tuxgrade_jobs_total{');
    const taken = await run(['queue', 'metrics', '--queue', redis.url, '--listen', port]);
    expect([taken.exitCode, taken.stderr]).toEqual([2, expect.stringContaining('another program listens there')]);
    const gauges = (await onQueue('metrics')).stdout;
    expect(gauges).toContain('tuxgrade_queue_jobs{course="quiz2",lane="urgent",state="waiting"} 1');
    expect(gauges).toContain('tuxgrade_queue_paused{course="quiz2",lane="urgent"} 1');
    expect(gauges).toContain('tuxgrade_queue_workers 1');
    await onQueue('resume', '--course', 'quiz2');
    const graded = await newer;
    expect(graded.exitCode).toBe(0);
    expect(withoutTime(graded.stdout)).toEqual(withoutTime((await here).stdout));
    await untilAsync(
      async () =>
        (await (await metrics()).text()).includes(
          'tuxgrade_jobs_total{course="quiz2",lane="urgent",outcome="recorded"} 1',
        ),
      'a job is counted',
    );
    worker.kill('SIGTERM');
    expect((await worker).exitCode).toBe(0);
  }, 240_000);

  test('hostile entries are told in sentences; jobs that failed are put back, what waits is taken out', async () => {
    const { client } = redis;
    const queue = new Queue('batch.cs101', { connection: { host: '127.0.0.1', port: redis.port }, prefix: PREFIX });
    const id = 'ab'.repeat(32);
    await client.sadd(COURSES, 'cs101', 'a:b', '\u001b[31m../x');
    await client.sadd(VERSIONS, '9.9.9', '../..');
    await client.sadd('tuxgrade:9.9.9:courses', 'cs101');
    await client.lpush(`tuxgrade:9.9.9:${queueOf('cs101', 'batch')}:wait`, 'one');
    await queue.add('grade', 'no order', { jobId: id });
    await queue.add('grade', 'no order', { jobId: 'waits' });
    const failedKey = queue.toKey('failed');
    await client.lrem(queue.toKey('wait'), 0, id);
    await client.zadd(failedKey, '5', id, '6', '\u001b]0;title\u0007', '7', 'cd'.repeat(32));
    await client.hset(queue.toKey(id), 'failedReason', '\u001b[2Jgone');
    await client.set(queue.toKey('cd'.repeat(32)), 'not a hash');
    const failed = await onQueue('failed');
    expect([failed.exitCode, failed.stderr]).toEqual([0, '']);
    expect(failed.stdout).not.toMatch(/[\u001b\u0007]/);
    expect(failed.stdout).toContain('gone');
    expect(failed.stdout).toContain('it is not a job of tuxgrade');
    expect(failed.stdout).toContain('its key in Redis is not that of a job');
    expect((await onQueue('retry', '--job', 'ffff')).stderr).toContain('no failed job has an id that begins with ffff');
    expect((await onQueue('retry', '--course', 'cs101')).stdout).toBe(
      'Put back: 1 job.\nLeft: 2 entries that cannot be read, or that something else took meanwhile.',
    );
    const { stdout } = await onQueue('status');
    expect(stdout).toMatch(/cs101 +batch +2 /);
    expect(stdout).toContain('1 job of tuxgrade 9.9.9, which has 0 workers: no worker of 0.2.0 takes them');
    expect(stdout).toContain('2 entries in Redis that tuxgrade did not write');
    expect((await onQueue('drain', '--course', 'cs101')).stdout).toContain('To be taken out: 2 jobs');
    expect((await onQueue('drain', '--course', 'cs101', '--yes')).stdout).toContain('Taken out: 2 jobs');
    expect(await queue.getJobCountByTypes('wait')).toBe(0);
    expect((await onQueue('status', '--course', 'cs102')).stderr).toContain('--course cs102 is not in this queue');
    await client.del(COURSES);
    await client.set(COURSES, 'not a set');
    const wrong = await onQueue('status');
    expect([wrong.exitCode, wrong.stderr]).toEqual([4, expect.stringContaining('not of the type that it should be')]);
    await client.flushall();
    await queue.close();
  }, 120_000);

  test('what is wrong with the queue, the key or an option is said in a sentence', async () => {
    const locked = await startRedis(['--requirepass', 'right']);
    const evicting = await startRedis();
    await evicting.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const old = answering('$21\r\nredis_version:5.0.7\r\n\r\n');
    const web = answering('HTTP/1.1 400 Bad Request\r\n\r\n');
    const [oldUrl, webUrl, nobody] = await Promise.all([old, web, freePort()]).then(([one, other, port]) => [
      one.url,
      other.url,
      `redis://127.0.0.1:${String(port)}`,
    ]);
    const status = (url = '') => ['queue', 'status', '--queue', url];
    const work = (...more: string[]) => ['work', '--queue', redis.url, '--store', store, ...more];
    const batch = ['batch', 'submissions/quiz2', '--rubric', 'quiz2', '--out', join(makeFolder(), 'run')];
    const cases: [readonly string[], Record<string, string>, number, string][] = [
      [work(), { TUXGRADE_QUEUE_KEY: '' }, 2, 'TUXGRADE_QUEUE_KEY is not set'],
      [work(), { TUXGRADE_QUEUE_KEY: 'abc' }, 2, 'TUXGRADE_QUEUE_KEY has 3 hexadecimal digits, expected 64'],
      [work('--driver', 'process'), ENV, 2, '--driver process is not a sandbox'],
      [work(), { ...ENV, PATH: makeFolder() }, 4, 'bubblewrap is not installed'],
      [work('--metrics', '0'), ENV, 2, '--metrics 0 is not an address with a port'],
      [status('http://localhost'), ENV, 2, '--queue begins with http:, expected redis: or rediss:'],
      [status(locked.url), ENV, 2, 'refuses the password or needs one'],
      [status(locked.url.replace('//', '//:wrong@')), ENV, 2, 'refuses the password or needs one'],
      [status(locked.url), { ...ENV, TUXGRADE_QUEUE_PASSWORD: 'right' }, 0, ''],
      [status(nobody), ENV, 4, 'cannot be reached: nothing listens there'],
      [status(evicting.url), ENV, 4, 'maxmemory-policy noeviction'],
      [status(oldUrl), ENV, 4, 'is Redis 5.0.7, expected 6.2 or newer'],
      [status(webUrl), ENV, 4, 'cannot be reached'],
      [[...status(redis.url), '--course', 'Äh'], ENV, 2, '--course Äh: a course has lower-case letters'],
      [submitting('--course', 'Äh'), ENV, 2, '--course Äh: a course has lower-case letters'],
      [[...batch, '--detach'], ENV, 2, '--detach is given without --queue'],
      [[...batch, '--queue', redis.url], ENV, 2, '--queue is given without --store'],
      [['queue', 'statsu'], ENV, 2, 'Did you mean status?'],
    ];
    const wrong: unknown[] = [];
    for (const [args, env, code, sentence] of cases) {
      const { exitCode, stderr } = await run(args, env);
      const isRight = exitCode === code && stderr.includes(sentence) && !/^ +at |wrong@/m.test(stderr);
      if (!isRight) wrong.push({ args, exitCode, stderr });
    }
    expect(wrong).toEqual([]);
    await Promise.all([locked.stop(), evicting.stop()]);
    for (const one of [await old, await web]) one.close();
  }, 240_000);
});

/** A server that answers INFO with this text, and any other command of Redis with OK. */
async function answering(text: string): Promise<{ url: string; close: () => void }> {
  const port = await freePort();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const commands = data
        .toString('latin1')
        .split(/^\*\d+\r\n/m)
        .slice(1);
      for (const command of commands) socket.write(/\binfo\b/i.test(command.split('\r\n')[1] ?? '') ? text : '+OK\r\n');
    });
  }).listen(port, '127.0.0.1');
  return { url: `redis://127.0.0.1:${String(port)}`, close: () => void server.close() };
}

async function untilAsync(condition: () => Promise<boolean>, what: string): Promise<void> {
  const ends = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > ends) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function withoutTime(text: string): unknown {
  const { timing: _timing, ...rest } = JSON.parse(text) as GradeReport;
  return rest;
}
