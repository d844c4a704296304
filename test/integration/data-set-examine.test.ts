/** Examines a data set in the sandbox, with the real program and with one that hostile bytes have taken over. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { examineInSandbox } from '../../grader/sandbox/reading/examine.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { ExamineTask } from '../../grader/protocol/data-set.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { picture, plainPng } from '../support/raw-png.js';
import { snapshotOf } from '../support/snapshots.js';
import { takenOver } from '../support/taken-over.js';

afterAll(removeFolders);

const RULES = { classes: ['cat', 'dog'], side: 64, minImagesPerClass: 1, maxImbalance: 3, labelNoise: false };

function taskOf(files: readonly string[], hasLabels = true): ExamineTask {
  return { rules: RULES, course: null, splits: [{ name: '', folder: 'data', files, hasLabels }] };
}

async function codesOf(root: string, task: ExamineTask, driver: Driver): Promise<string[]> {
  const { groups } = await examineInSandbox(root, task, { driver });
  return groups.flatMap(({ findings }) => findings.map(({ code, file, found }) => `${code} ${file}: ${found}`));
}

describe('the real program', () => {
  const files = {
    'data/labels.csv': 'file,label\na.png,cat\nb.png,dog\nc.png,dog\nd.png,dog\n',
    'data/a.png': plainPng(),
    'data/b.png': plainPng(),
    'data/c.png': Buffer.from('no image'),
    'data/more.webp': 'x',
  };
  test('reads the table, decodes, compares, and tells files that are not there', async () => {
    const { root } = snapshotOf(files);
    const driver = await chooseDriver('bubblewrap');
    const task = taskOf(['a.png', 'b.png', 'c.png', 'more.webp']);
    expect(await codesOf(root, task, driver)).toEqual([
      'file-missing d.png: there is no such file',
      'file-unlisted more.webp: has no row',
      'not-png c.png: it is text',
      'duplicate b.png: the same pixels as a.png',
      'two-labels b.png: dog, but a.png with the same pixels is cat',
    ]);
    expect((await examineInSandbox(root, task, { driver })).splits).toEqual([
      { name: '', images: 2, perClass: [1, 1] },
    ]);
  });
  test('the first findings of a kind have reduced pictures of the image and of its twin', async () => {
    const { root } = snapshotOf({
      'data/labels.csv': `file,label\n${['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.png,cat\n`).join('')}`,
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`data/${name}.png`, plainPng()])),
    });
    const driver = await chooseDriver('bubblewrap');
    const task = taskOf(['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.png`));
    const { groups } = await examineInSandbox(root, task, { driver });
    const findings = groups.find(({ code }) => code === 'duplicate')?.findings ?? [];
    expect(findings.map(({ twin, pictures = [] }) => [twin, pictures.length])).toEqual([
      ['a.png', 2],
      ['a.png', 2],
      ['a.png', 2],
      ['a.png', 0],
    ]);
    const [shown, twin] = findings[0]?.pictures ?? [];
    expect(twin).toEqual(shown);
    expect([shown?.width, shown?.height]).toEqual([32, 32]);
    // the mean of each 2 x 2 block of the picture, by hand
    const pixels = picture();
    const at = (y: number, x: number, channel: number) => pixels[(y * 64 + x) * 3 + channel] ?? 0;
    const means = Array.from({ length: 32 * 32 * 3 }, (_, index) => {
      const [channel, x, y] = [index % 3, 2 * (Math.floor(index / 3) % 32), 2 * Math.floor(index / 96)];
      return Math.round(
        (at(y, x, channel) + at(y, x + 1, channel) + at(y + 1, x, channel) + at(y + 1, x + 1, channel)) / 4,
      );
    });
    expect(Array.from(Buffer.from(shown?.pixels ?? '', 'base64'))).toEqual(means);
    expect(groups.find(({ code }) => code === 'class-small')?.findings[0]).not.toHaveProperty('pictures');
  });
  test('no table', async () => {
    const { root } = snapshotOf({ 'data/a.png': plainPng() });
    const driver = await chooseDriver('bubblewrap');
    expect(await codesOf(root, taskOf(['a.png'], false), driver)).toEqual([
      'labels-missing data/labels.csv: there is none',
    ]);
  });
});

const AGREES = `if (asked.type === 'examine') send({ type: 'examined' }); else if (asked.type === 'add') send({ type: 'added' });`;
const COMPARING = 'comparing its images failed or took more than 90 s of the processor and 512 MB';

describe('a program that was taken over', () => {
  test.each([
    ['dies at the table', 'process.exit(3);', 'reading it failed or took more than 20 s of the processor and 512 MB'],
    [
      'says something else',
      "send({ type: 'full marks' });",
      'reading it failed or took more than 20 s of the processor and 512 MB',
    ],
    ['sends what is not a report', `${AGREES} else send({ type: 'report' }, Buffer.from('{'));`, COMPARING],
    ['reports for other splits', `${AGREES} else send({ type: 'report' }, { splits: [], groups: [] });`, COMPARING],
    ['dies over the report', `${AGREES} else process.exit(1);`, COMPARING],
    [
      'dies over every list of files',
      `if (asked.type === 'examine') send({ type: 'examined' }); else process.exit(1);`,
      'its images took the decoder down again and again',
    ],
  ])('%s: nothing counts, and the reason is reported', async (_, does, found) => {
    const { splits, groups } = await examineInSandbox(makeFolder(), taskOf(['a.png', 'b.png']), {
      driver: takenOver(does),
    });
    expect(splits).toEqual([{ name: '', images: 0, perClass: [0, 0] }]);
    expect(groups.map(({ code, findings }) => [code, findings[0]?.found])).toEqual([['labels-unreadable', found]]);
  });

  test('one file that kills it takes only itself down', async () => {
    const report = `{ splits: [{ images: 39, perClass: [20, 19] }], groups: [] }`;
    const does = `
      if (asked.type === 'examine') send({ type: 'examined' });
      else if (asked.type === 'add') { if (!asked.without.includes(17)) process.exit(1); send({ type: 'added' }); }
      else if (asked.type === 'report') send({ type: 'report' }, ${report});
      else {
        if (asked.files.includes('data/evil.png')) process.exit(1);
        send({ images: asked.files.map(() => ({ status: 'decoded', remarks: [] })) }, Buffer.alloc(12288 * asked.files.length));
      }`;
    const names = Array.from({ length: 40 }, (_value, index) => (index === 17 ? 'evil.png' : `${String(index)}.png`));
    const { splits, groups } = await examineInSandbox(makeFolder(), taskOf(names), { driver: takenOver(does) });
    expect([splits, groups]).toEqual([[{ name: '', images: 39, perClass: [20, 19] }], []]);
  });
});
