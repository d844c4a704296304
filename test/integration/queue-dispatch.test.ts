/** The way of orders through a real Redis: in turn, once, put back when lost, and never a student's fault. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { GraderError } from '../../grader/errors.js';
import { Awaiting, Replaced } from '../../grader/queue/awaiting.js';
import { openFolderStore } from '../../grader/queue/blobs/folder-store.js';
import { Courses, type Taken } from '../../grader/queue/courses.js';
import { asFailure, faultIn, openDispatch, type Dispatch } from '../../grader/queue/dispatch.js';
import type { Lane } from '../../grader/queue/names.js';
import { envelopeOf } from '../../grader/queue/order.js';
import { resultsIn, type Results } from '../../grader/queue/results.js';
import { sealWith } from '../../grader/queue/seal.js';
import type { Envelope, Order, Recorded } from '../../grader/schema/queue.js';
import { VERSION } from '../../grader/schema/version.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { RedisServer, whyNoRedis } from '../support/queue/redis-server.js';
import { describeUnless } from '../support/where-possible.js';

const seal = sealWith(Buffer.alloc(32, 7));
const TOKEN = 'a worker';
const RECORDED: Recorded = { report: '{"timing":{}}', record: null, evaluations: [] };

describeUnless(whyNoRedis(), 'orders through Redis')('orders', () => {
  let server: RedisServer;
  let redis: Redis;
  let results: Results;
  const open: { close: () => Promise<void> | void }[] = [];
  const dispatchTo = (
    course: string,
    lane: Lane = 'batch',
    onEnd: (id: string) => void = () => undefined,
  ): Dispatch => {
    const dispatch = openDispatch(redis, { course, lane, onEnd });
    open.push(dispatch);
    return dispatch;
  };
  const coursesOf = (only: readonly string[] | null = null, lockMs = 30_000): Courses => {
    const courses = new Courses(redis, { only, token: TOKEN, lockMs, onError: () => undefined });
    open.push(courses);
    return courses;
  };

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  beforeEach(async () => {
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    results = resultsIn(await openFolderStore(makeFolder()), seal);
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await redis.flushall();
    redis.disconnect();
  });
  afterAll(async () => {
    await server.kill();
    removeFolders();
  });

  test('of courses are taken in turn, what is urgent first, each once', async () => {
    const [large, small] = [dispatchTo('large'), dispatchTo('small')];
    for (let index = 0; index < 6; index += 1) await large.add(envelopeFor('large', `of ${String(index)}`));
    for (let index = 0; index < 2; index += 1) await small.add(envelopeFor('small', `of ${String(index)}`));
    // the same order again is the same job
    await small.add(envelopeFor('small', 'of 1'));
    const courses = coursesOf();
    const taken = [await done(courses)];
    await dispatchTo('large', 'urgent').add(envelopeFor('large', 'a regrade'));
    for (let one = await done(courses); one !== ''; one = await done(courses)) taken.push(one);
    expect(taken).toEqual([
      'batch of large',
      'urgent of large',
      'batch of small',
      'batch of large',
      'batch of small',
      ...Array.from({ length: 4 }, () => 'batch of large'),
    ]);
    // only what it was asked for
    await small.add(envelopeFor('small', 'another'));
    expect(await coursesOf(['large']).next()).toBeNull();
  });

  test('of a submission that was replaced while it waited are dropped; one that is being graded is not', async () => {
    const dispatch = dispatchTo('course');
    const [first, second, third] = ['first', 'second', 'third'].map((name) => envelopeFor('course', 'alice', name));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were made');
    await dispatch.add(first);
    const courses = coursesOf();
    const running = await courses.next();
    await dispatch.add(second);
    await dispatch.add(third);
    expect(await dispatch.where(first.fingerprint)).toEqual({ at: 'queued' });
    expect(await dispatch.where(second.fingerprint)).toEqual({ at: 'gone' });
    expect([await dispatch.isReplaced(first), await dispatch.isReplaced(third)]).toEqual([true, false]);
    await running?.job.moveToCompleted(null, TOKEN, false);
    expect((await courses.next())?.job.id).toBe(third.fingerprint);
    // who waits for it is told
    const awaiting = awaitingOn(dispatch);
    await expect(awaiting.result(second)).rejects.toThrow(Replaced);
  });

  test('that Redis lost are put back, and their results are found in the store', async () => {
    const dispatch = dispatchTo('course');
    const envelope = envelopeFor('course', 'alice');
    const awaiting = awaitingOn(dispatch);
    const coming = awaiting.result(envelope);
    await dispatch.add(envelope);
    await redis.flushall();
    const courses = coursesOf();
    let taken: Taken | null = null;
    while (taken === null) taken = await courses.next();
    expect(taken.job.data).toEqual(envelope);
    await results.record(envelope.fingerprint, RECORDED);
    // its end is never heard of
    await redis.flushall();
    expect((await coming).recorded).toEqual(RECORDED);
  });

  test('that are lost by their workers too often fail with a reason, which is the grader’s', async () => {
    const dispatch = dispatchTo('course');
    const envelope = envelopeFor('course', 'alice');
    await dispatch.add(envelope);
    const courses = coursesOf(null, 100);
    let times = 0;
    const state = { at: 'queued' };
    // takes it and is not heard of again
    while (state.at === 'queued') {
      if ((await courses.next()) !== null) times += 1;
      state.at = (await dispatch.where(envelope.fingerprint)).at;
    }
    expect([state.at, times]).toEqual(['failed', 3]);
    const { at, ...rest } = await dispatch.where(envelope.fingerprint);
    expect([at, rest]).toMatchObject(['failed', { fault: { code: 'INTERNAL', fault: 'system' } }]);
    await dispatch.forget(envelope.fingerprint);
    await dispatch.add(envelope);
    expect((await dispatch.where(envelope.fingerprint)).at).toBe('queued');
  });

  test('that are not JSON or not even jobs are removed, and keep nobody waiting', async () => {
    const dispatch = dispatchTo('course');
    const spoilt: ((key: string) => Promise<unknown>)[] = [
      (key) => redis.hset(key, 'data', '{not json'),
      (key) => redis.hset(key, 'opts', 'nonsense'),
      (key) => redis.set(key, 'a string'),
    ];
    // what can be read is left to who examines orders
    const readable = [(key: string) => redis.hset(key, 'data', '["../../etc/passwd"]'), () => Promise.resolve()];
    const envelopes = [...spoilt, ...readable].map((_, index) => envelopeFor('course', String(index)));
    const keys = envelopes.map(({ fingerprint }) => `tuxgrade:${VERSION}:batch.course:${fingerprint}`);
    for (const envelope of envelopes) await dispatch.add(envelope);
    for (const [index, spoil] of [...spoilt, ...readable].entries()) await spoil(keys[index] ?? '');
    const courses = coursesOf();
    const taken: string[] = [];
    for (let job = await courses.next(); job !== null; job = await courses.next()) {
      taken.push(job.job.id ?? '');
      await job.job.moveToCompleted(null, TOKEN, false);
    }
    expect(taken).toEqual(envelopes.slice(spoilt.length).map(({ fingerprint }) => fingerprint));
    expect(await redis.exists(...keys)).toBe(0);
    expect(await redis.llen(`tuxgrade:${VERSION}:batch.course:active`)).toBe(0);
  });

  test('fail after three attempts, or at once where another would fail the same way', async () => {
    const dispatch = dispatchTo('course');
    const courses = coursesOf();
    const attempts = async (name: string, fault: GraderError) => {
      const envelope = envelopeFor('course', name);
      await dispatch.add(envelope);
      let times = 0;
      for (let taken = await courses.next(); taken !== null; taken = await courses.next()) {
        times += 1;
        await taken.job.moveToFailed(asFailure(fault), TOKEN, false);
      }
      return { times, ...(await dispatch.where(envelope.fingerprint)) };
    };
    const full = new GraderError('DISK_FULL', 'the disk is full', { advice: 'Free some space.' });
    expect(await attempts('one', full)).toMatchObject({ times: 3, at: 'failed', fault: { code: 'DISK_FULL' } });
    const broken = new GraderError('DATA_MISSING', 'there are no pictures');
    expect(await attempts('two', broken)).toMatchObject({ times: 1, at: 'failed', fault: { code: 'DATA_MISSING' } });
  });

  const awaitingOn = (dispatch: Dispatch) => {
    const awaiting = new Awaiting({ dispatch, results, everyMs: 20, onTrouble: () => undefined });
    open.push(awaiting);
    return awaiting;
  };

  async function done(courses: Courses): Promise<string> {
    const taken = await courses.next();
    await taken?.job.moveToCompleted(null, TOKEN, false);
    return taken === null ? '' : `${taken.lane} of ${taken.course}`;
  }
});

test.each([
  ['a student’s fault', '{"code":"TIME_LIMIT","message":"0 points"}'],
  ['no JSON', 'job stalled more than allowable limit'],
  ['an array', '[]'],
  ['null', 'null'],
  ['much', `{"code":"INTERNAL","message":${'['.repeat(10_000)}`],
])('a reason in Redis that is %s is a fault of the system', (_what, reason) => {
  expect(faultIn(reason)).toMatchObject({ fault: 'system' });
});

function envelopeFor(course: string, slot: string, content = slot): Envelope {
  const pieces = ['0'.repeat(64)];
  const order: Order = {
    rubric: { pieces, inputs: '1'.repeat(64), seed: null },
    submission: { pieces, form: 'files', name: content, id: slot, submitters: [], submittedAt: null },
    backend: null,
    modelsAnew: false,
  };
  return envelopeOf(order, course, seal.alias(slot), seal);
}
