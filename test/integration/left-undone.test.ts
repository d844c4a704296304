/** Decisions that cannot be written everywhere: each is made with its line of the audit trail, or not at all. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { adjust, type AdjustRequest } from '../../grader/changes/adjust.js';
import { Changing } from '../../grader/changes/changing.js';
import { erase } from '../../grader/changes/erase.js';
import { publish, unpublish } from '../../grader/changes/publish.js';
import { personOf } from '../../grader/changes/student.js';
import { appendAudit, readAudit } from '../../grader/decided/audit.js';
import { decisionsIn } from '../../grader/decided/decisions.js';
import { writeUnderWay, UNDER_WAY } from '../../grader/decided/under-way.js';
import { removeFolders } from '../support/folders.js';
import { makeRun, REPORT, reportIn, textIn } from '../support/kept-run.js';

afterAll(removeFolders);

/** As jest's, with the type of what it stands for. */
const containing = (part: string): unknown => expect.stringContaining(part);

const NOW = new Date('2018-10-01T00:00:00.000Z');
const AT = NOW.toISOString();
const request = (change: AdjustRequest['change']): AdjustRequest => ({
  ...{ submission: 'ada', check: 'two', change, reason: 'read by hand', author: 'Ann', allowLower: false },
});

async function within<T>(run: string, work: (changing: Changing) => Promise<T>): Promise<T> {
  const changing = await Changing.begin(run, NOW);
  try {
    return await work(changing);
  } finally {
    await changing.end();
  }
}
const adjusting = (run: string, change: AdjustRequest['change']) =>
  within(run, (changing) => adjust(changing, request(change)));
const actionsIn = async (run: string) => (await readAudit(run)).lines.map(({ action }) => action);
const pointsIn = (run: string) => reportIn(run, 'ada').results[1]?.earned;

/** Whoever runs the tests may write everywhere, but nobody can write a file over a folder. */
function block(...path: readonly string[]): () => void {
  rmSync(join(...path), { force: true });
  mkdirSync(join(...path, 'in the way'), { recursive: true });
  return () => {
    rmSync(join(...path), { recursive: true });
  };
}

describe('an adjustment', () => {
  test('that cannot be written to a report counts, has its line, says how to finish, and is finished by the same command', async () => {
    const run = await makeRun({ ada: REPORT });
    const free = block(run, 'reports', 'ada', 'results.json');
    await expect(adjusting(run, { points: 5 })).rejects.toMatchObject({
      code: 'USAGE',
      message: containing('The adjustment is recorded and counts, but it is not in all files yet'),
      advice: containing('give the same command again, or continue the run with `tuxgrade batch --resume`'),
    });
    expect(pointsIn(run)).toBe(1.5);
    expect((await readAudit(run)).lines).toMatchObject([{ action: 'adjust', details: { before: 1.5, after: 5 } }]);
    expect((await decisionsIn(run)).adjustments.get('ada')?.get('two')?.change).toEqual({ points: 5 });
    free();
    const { remarks, before, after } = await adjusting(run, { points: 5 });
    expect(remarks).toEqual([`two was adjusted just so on ${AT}: no other decision is recorded`]);
    expect([before?.earned, after?.earned, pointsIn(run)]).toEqual([1.5, 5, 5]);
    expect(await actionsIn(run)).toEqual(['adjust']);
    expect(textIn(run, 'adjustments.jsonl').trimEnd().split('\n')).toHaveLength(1);
  });
  test('that is taken back likewise', async () => {
    const run = await makeRun({ ada: REPORT });
    await adjusting(run, { points: 5 });
    const free = block(run, 'scores.csv');
    await expect(adjusting(run, 'undo')).rejects.toThrow('is recorded');
    const unblock = block(run, 'reports', 'ada', 'results.json');
    writeFileSync(join(run, 'reports', 'ada', 'report.json'), textIn(run, 'reports', 'ada', 'earlier', '0002.json'));
    await expect(adjusting(run, 'undo')).rejects.toThrow('is recorded');
    free();
    unblock();
    const { remarks } = await adjusting(run, 'undo');
    expect(remarks).toEqual(['the adjustment of two was taken back before: no other decision is recorded']);
    expect(pointsIn(run)).toBe(1.5);
    expect(await actionsIn(run)).toEqual(['adjust', 'undo']);
  });
  test('whose line cannot be written is not made', async () => {
    const run = await makeRun({ ada: REPORT });
    const free = block(run, 'audit.jsonl');
    await expect(adjusting(run, { points: 5 })).rejects.toThrow('audit.jsonl');
    free();
    expect((await decisionsIn(run)).adjustments.size).toBe(0);
    expect([existsSync(join(run, UNDER_WAY)), existsSync(join(run, 'adjustments.jsonl'))]).toEqual([false, false]);
    await adjusting(run, { points: 4 });
    expect([pointsIn(run), await actionsIn(run)]).toEqual([4, ['adjust']]);
  });
});

describe('a crash leaves a decision and its line, or neither', () => {
  const line = {
    ...{ submission: 'ada', check: 'two', change: { points: 5 } },
    ...{ reason: 'read by hand', author: 'Ann', at: AT },
  };
  const audit = { at: AT, action: 'adjust' as const, by: 'Ann', details: { submission: 'ada', check: 'two' } };
  test.each([
    ['before the line', false],
    ['after the line', true],
  ])('%s', async (_when, isAppended) => {
    const run = await makeRun({ ada: REPORT });
    await appendAudit(run, { ...audit, action: 'publish' });
    await writeUnderWay(run, { audit, adjustment: line });
    if (isAppended) await appendAudit(run, audit);
    const seen = async () => [
      (await decisionsIn(run)).adjustments.get('ada')?.get('two')?.change,
      await readAudit(run),
    ];
    const before = await seen();
    expect(before).toMatchObject([{ points: 5 }, { damage: [], lines: [{ action: 'publish' }, { action: 'adjust' }] }]);
    // whatever changes the run next carries it out
    await within(run, () => Promise.resolve());
    expect(existsSync(join(run, UNDER_WAY))).toBe(false);
    expect(await seen()).toEqual(before);
  });
  test('and what is no such file is told and not used', async () => {
    const run = await makeRun({ ada: REPORT });
    writeFileSync(join(run, UNDER_WAY), '{"audit":{}}');
    expect((await decisionsIn(run)).damage).toEqual(['under-way.json: it is damaged: it is not used']);
    expect(await actionsIn(run)).toEqual([]);
  });
});

test('publishing, and taking it back, likewise', async () => {
  const run = await makeRun({ ada: REPORT });
  const free = block(run, 'index.html');
  const advice = containing(`make the pages anew with: tuxgrade pages ${run}`);
  await expect(within(run, (changing) => publish(changing, 'Ann', AT))).rejects.toMatchObject({ advice });
  expect(await actionsIn(run)).toEqual(['publish']);
  free();
  const done = await within(run, (changing) => publish(changing, 'Ann', AT));
  expect([done.made, await actionsIn(run)]).toEqual([1, ['publish']]);
  const unblock = block(run, 'index.html');
  await expect(within(run, (changing) => unpublish(changing, 'Ann'))).rejects.toMatchObject({ advice });
  expect([await actionsIn(run), (await decisionsIn(run)).publication]).toEqual([['publish', 'unpublish'], null]);
  unblock();
  await within(run, async (changing) => {
    const hindered = block(run, 'publication.json');
    await expect(publish(changing, 'Ann', AT)).rejects.toThrow('publication.json');
    expect([(await decisionsIn(run)).publication?.at, (await actionsIn(run)).at(-1)]).toEqual([AT, 'publish']);
    hindered();
  });
  await within(run, () => Promise.resolve());
  expect(JSON.parse(textIn(run, 'publication.json'))).toEqual({ at: AT, author: 'Ann' });
});

test('what was announced and interrupted says that it is not finished', async () => {
  const run = await makeRun({ ada: REPORT });
  const line = { at: AT, action: 'rejudge' as const, by: 'Ann', details: { before: 'a' } };
  await within(run, (changing) => changing.announce(line));
  expect((await readAudit(run)).lines).toMatchObject([{ details: { before: 'a', finished: false } }]);
  await within(run, async (changing) => {
    await changing.announce(line);
    await changing.conclude({ ...line, details: { before: 'a', replaced: 3 } });
  });
  expect((await readAudit(run)).lines.map(({ details }) => details)).toEqual([
    { before: 'a', finished: false },
    { before: 'a', replaced: 3 },
  ]);
});

describe('erasing', () => {
  const erasing = (run: string, id: string) =>
    within(run, async (changing) => erase(changing, await personOf(changing.run, id), { by: 'Ann', at: AT }));
  test('keeps damaged lines about others, with their places, and says so', async () => {
    const run = await makeRun({ ada: REPORT, bob: REPORT });
    await adjusting(run, { points: 5 });
    await adjusting(run, { points: 4 });
    appendFileSync(join(run, 'adjustments.jsonl'), '{"a line about":"ada"}\n{"a line about":"bob"}\n');
    const [first = '', second = ''] = textIn(run, 'audit.jsonl').split('\n');
    const edited = first.replace('"by":"Ann"', '"by":"Eve"');
    writeFileSync(join(run, 'audit.jsonl'), `${edited}\n${second}\n`);
    const damage = (await readAudit(run)).damage;
    expect(damage).toHaveLength(2);
    const { damaged } = await erasing(run, 'bob');
    expect(damaged).toEqual({ audit: { changed: 0, unreadable: 1, gone: 0 }, adjustments: { unreadable: 1, gone: 1 } });
    // nothing is repaired: the line that does not follow stays one that does not follow
    expect((await readAudit(run)).damage).toEqual(damage);
    expect(readFileSync(join(run, 'audit.jsonl'), 'utf8').split('\n').slice(0, 2)).toEqual([edited, second]);
    expect((await readAudit(run)).lines.map(({ number, action }) => [number, action])).toEqual([
      [2, 'adjust'],
      [3, 'erase'],
    ]);
    expect(textIn(run, 'adjustments.jsonl')).toMatch(/about":"ada"\}\n$/);
  });
  test('that cannot be finished has its line, and the same again removes the rest', async () => {
    const run = await makeRun({ ada: REPORT, bob: REPORT });
    await adjusting(run, { points: 5 });
    const free = block(run, 'adjustments.jsonl');
    await expect(erasing(run, 'bob')).rejects.toThrow();
    free();
    await expect(erasing(run, 'bob')).resolves.toMatchObject({ reports: 1 });
    expect(existsSync(join(run, 'reports', 'bob'))).toBe(false);
    expect(textIn(run, 'run.json')).not.toContain('bob');
  });
});
