/** Warm rooms: used once, never shared, ended when idle, replaced when they die. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { poolFor } from '../../grader/grading/rooms.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { Launch } from '../../grader/sandbox/kits/launch.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Need, Room } from '../../grader/sandbox/observing/room.js';
import { WarmPool } from '../../grader/sandbox/observing/warm-pool.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { removeFolders, writeFiles } from '../support/folders.js';
import { callOf, LIMITS, planOf, snapshotOf } from '../support/snapshots.js';
import { watchChildren } from '../support/strays.js';
import { until } from '../support/until.js';

let driver: Driver;
let rubric: ResolvedRubric;
let strays: () => string[];
beforeAll(async () => {
  strays = watchChildren();
  driver = await chooseDriver();
  rubric = await loadRubric('rubrics/quiz2.yaml', { data: {} });
});
afterAll(removeFolders);

const needOf = (own: Driver): Need => ({ driver: own, limits: LIMITS, kind: 'module', backend: null, shown: [] });

/** What was started, with the folder that each saw. */
function counting(): { driver: Driver; launches: Launch[] } {
  const launches: Launch[] = [];
  const start = (launch: Launch) => {
    launches.push(launch);
    return driver.start(launch);
  };
  return { driver: { ...driver, start }, launches };
}

/** Asks a module in a room for `loss`. */
async function askIn(room: Room, own: Driver, source: string): Promise<number | undefined> {
  writeFiles(room.submission, { 'backprop.js': source });
  const snapshot = { ...snapshotOf({ 'backprop.js': source }), root: room.submission };
  const seen = await observe(snapshot, planOf([callOf('forward', ['loss'])]), { driver: own, room });
  const outcome = seen.outcomes.get('forward#0');
  const output = outcome?.status === 'returned' ? outcome.returned.outputs['loss'] : undefined;
  return output?.kind === 'numbers' ? Number(output.data.values[0]) : undefined;
}

describe('a room', () => {
  test('is used once, by the worker and the bundler that waited in it', async () => {
    const own = counting();
    const pool = new WarmPool(needOf(own.driver), { spares: 1 });
    await pool.ready();
    expect(own.launches.map(({ program }) => program)).toEqual(['worker', 'bundler']);
    const room = pool.take();
    expect(await askIn(room, own.driver, 'export const forward = () => ({ loss: 3 });')).toBe(3);
    // nothing else was started, and nothing is waiting in it
    expect(own.launches).toHaveLength(2);
    expect([room.takeWorker(needOf(own.driver)), room.takeBundler(own.driver)]).toEqual([null, null]);
    pool.giveBack(room);
    await pool.close();
    expect(existsSync(room.workDir)).toBe(false);
  });

  test('shows nothing of the one before', async () => {
    const pool = new WarmPool(needOf(driver), { spares: 1 });
    // whatever can be left in a process, in its built-in objects, or on a disk
    const leave = `globalThis.left = 1; Array.prototype.left = 1; process.env.LEFT = '1'; Math.random = () => 0.5;
      try { process.getBuiltinModule('fs').writeFileSync('left', 'x'); } catch {}
      export const forward = () => { globalThis.calls = (globalThis.calls ?? 0) + 1; return { loss: 0 }; };`;
    const look = `const fs = process.getBuiltinModule('fs');
      const seen = [typeof globalThis.left, typeof [].left, typeof process.env.LEFT, typeof globalThis.calls];
      const names = fs.readdirSync('/submission').filter((name) => name !== 'backprop.js');
      export const forward = () => ({ loss: seen.filter((kind) => kind !== 'undefined').length + names.length + (Math.random() === 0.5 ? 1 : 0) });`;
    const pids: string[] = [];
    for (const source of [leave, look]) {
      await pool.ready();
      const room = pool.take();
      expect(await askIn(room, driver, source)).toBe(0);
      pids.push(room.workDir);
      pool.giveBack(room);
    }
    await pool.close();
    expect(new Set(pids).size).toBe(2);
  });

  test('is not used for another driver or backend', async () => {
    const pool = new WarmPool(needOf(driver), { spares: 1 });
    await pool.ready();
    const room = pool.take();
    expect(room.takeWorker(needOf({ ...driver }))).toBeNull();
    expect(room.takeBundler({ ...driver })).toBeNull();
    pool.giveBack(room);
    await pool.close();
  });
});

describe('a pool', () => {
  test('replaces a room that was killed while it waited', async () => {
    const own = counting();
    const children: ReturnType<Driver['start']>[] = [];
    const start = (launch: Launch) => {
      const child = own.driver.start(launch);
      children.push(child);
      return child;
    };
    const watched = { ...driver, start };
    const pool = new WarmPool(needOf(watched), { spares: 1 });
    await pool.ready();
    for (const child of children) child.kill();
    await Promise.all(children.map(({ exited }) => exited));
    const room = pool.take();
    expect(await askIn(room, watched, 'export const forward = () => ({ loss: 5 });')).toBe(5);
    expect(own.launches).toHaveLength(4);
    pool.giveBack(room);
    await pool.close();
  });

  test('ends a room that waits too long, and starts cold after that', async () => {
    const own = counting();
    const pool = new WarmPool(needOf(own.driver), { spares: 2, idleMs: 200 });
    await pool.ready();
    await until(() => strays().length === 0, 'what waits is ended');
    const room = pool.take();
    expect(await askIn(room, own.driver, 'export const forward = () => ({ loss: 5 });')).toBe(5);
    pool.giveBack(room);
    await pool.close();
    expect(strays()).toEqual([]);
  });

  test('gives the same report as a cold start, and leaves nothing', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.includes(`-${String(process.pid)}-`));
    const pool = poolFor({ rubric, driver }, 2);
    await pool.ready();
    for (const name of ['throws', 'syntax-error']) {
      const path = join('submissions', 'quiz2', name);
      const { timing: _warm, ...warm } = await gradeOne(path, { rubric, driver, pool });
      const { timing: _cold, ...cold } = await gradeOne(path, { rubric, driver });
      expect(warm).toEqual(cold);
    }
    await pool.close();
    expect(readdirSync(tmpdir()).filter((name) => name.includes(`-${String(process.pid)}-`))).toEqual(before);
    expect(strays()).toEqual([]);
  });
});
