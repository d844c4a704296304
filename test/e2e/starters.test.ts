/**
 * The starters as a student gets them: they run, and earn nothing; each part that is written earns its own points, and all of them
 * earn everything. That they type-check is tried in starter-commands.test.ts.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import {
  backendsFor,
  chooseDriver,
  gradeOne,
  loadRubric,
  type Driver,
  type GradeReport,
  type ResolvedRubric,
} from '../../grader/index.js';
import { fewerImages } from '../support/fewer-images.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';
import { fillIn, partsOf } from '../support/starter-parts.js';

const HOMEWORKS = ['quiz2', 'hw2-circle', 'hw3-supertux'] as const;
type Homework = (typeof HOMEWORKS)[number];

const made = new Map<Homework, string>();
const rubrics = new Map<Homework, ResolvedRubric>();
let driver: Driver;

afterAll(removeFolders);

beforeAll(async () => {
  driver = await chooseDriver(undefined);
  const supertux = {
    valid: fewerImages('fixtures/supertux/valid', 5),
    heldout: fewerImages('fixtures/supertux/heldout', 10),
  };
  for (const homework of HOMEWORKS) {
    const folder = join(makeFolder(), 'mine');
    const { exitCode, stderr } = await runCommand(['init', homework, folder]);
    expect([exitCode, stderr]).toEqual([0, '']);
    made.set(homework, folder);
    if (homework === 'hw3-supertux') keepImages(join(folder, 'valid'), 80);
    const data = homework === 'hw3-supertux' ? { data: supertux } : {};
    rubrics.set(homework, await loadRubric(`rubrics/${homework}.yaml`, data));
  }
});

/** Leaves the first images alone: a training looks at all, and that it works does not depend on their number. */
function keepImages(folder: string, count: number): void {
  const path = join(folder, 'table.csv');
  const [head = '', ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(rows.length).toBeGreaterThan(count);
  writeFileSync(path, `${[head, ...rows.slice(0, count)].join('\n')}\n`);
  for (const row of rows.slice(count)) rmSync(join(folder, row.split(',')[0] ?? ''));
}

/** A new starter with these parts written. */
function starter(homework: Homework, parts: readonly string[] = []): string {
  const folder = makeFolder();
  cpSync(made.get(homework) ?? '', folder, { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  fillIn(homework, folder, parts);
  return folder;
}

/** What `npm run train` prints. */
async function train(folder: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await execa('npm', ['run', '--silent', 'train', '--', ...options], { cwd: folder });
  return stdout;
}

async function grade(homework: Homework, folder: string): Promise<GradeReport> {
  const rubric = rubrics.get(homework);
  if (rubric === undefined) throw new Error(`no rubric ${homework}`);
  return gradeOne(folder, { rubric, driver, backends: backendsFor(undefined) });
}

/** The points of each check that gave some. */
async function earned(homework: Homework, folder: string): Promise<Record<string, number>> {
  const { results } = await grade(homework, folder);
  return Object.fromEntries(
    results.flatMap(({ id, earned }) => (earned === null || earned === 0 ? [] : [[id, earned]])),
  );
}

/** All points of these checks. */
function all(homework: Homework, ...ids: readonly string[]): Record<string, number> {
  const checks = rubrics.get(homework)?.rubric.checks ?? [];
  return Object.fromEntries(checks.flatMap(({ id, points }) => (ids.includes(id) ? [[id, points]] : [])));
}

test('they ask for the packages that tuxgrade was tried with', () => {
  const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const versions = { ...own['dependencies'], ...own['devDependencies'] };
  for (const homework of HOMEWORKS) {
    const text = readFileSync(join(made.get(homework) ?? '', 'package.json'), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect([name, version]).toEqual([name, versions[name]]);
    }
  }
});

test.each(HOMEWORKS)('%s: precheck knows rubric and submission', (homework) => {
  const text = readFileSync(join(made.get(homework) ?? '', 'tuxgrade.json'), 'utf8');
  expect(JSON.parse(text)).toEqual({ rubric: homework, submission: '.' });
});

describe('quiz2', () => {
  test('earns nothing as it comes, and trains a line; a wrong number of steps is told in a sentence', async () => {
    const folder = starter('quiz2');
    expect(await train(folder, '--steps', '40')).toMatch(
      /straight line: loss 0\.\d+ after 40 steps\nyour network: forward is not written yet/,
    );
    expect(readFileSync(join(folder, 'fit.svg'), 'utf8')).toContain('<polyline');
    expect(existsSync(join(folder, 'loss.csv'))).toBe(false);
    expect(await earned('quiz2', folder)).toEqual({});
    // as npm has built it
    const again = await execa(process.execPath, ['build/train.cjs', '--steps', 'many'], { cwd: folder, reject: false });
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      '--steps is many, expected a whole number from 1, e.g. npm run train -- --steps 200',
    ]);
  });
  test('each function earns its own points', async () => {
    expect(await earned('quiz2', starter('quiz2', ['forward']))).toEqual(all('quiz2', 'forward-seed', 'forward'));
    expect(await earned('quiz2', starter('quiz2', ['backward']))).toEqual(all('quiz2', 'backward-seed', 'backward'));
  });
  test('each group of typed answers earns its own points', async () => {
    const right = JSON.parse(readFileSync('submissions/quiz2/perfect/answers.json', 'utf8')) as Record<string, object>;
    const typed = async (group: string) => {
      const folder = starter('quiz2');
      const path = join(folder, 'answers.json');
      const empty = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>;
      expect(Object.keys(empty[group] ?? {})).toEqual(Object.keys(right[group] ?? {}));
      writeFileSync(path, JSON.stringify({ ...empty, [group]: right[group] }));
      return earned('quiz2', folder);
    };
    expect(await typed('forward')).toEqual({ answers: 9 });
    expect(await typed('backward')).toEqual({ answers: 21 });
    expect(await typed('jacobian')).toEqual({ jacobian: 6 });
    expect(await typed('operations')).toEqual({ operations: 4 });
  });
  test('with all parts it earns everything, and trains', async () => {
    const folder = starter('quiz2', partsOf('quiz2'));
    cpSync('submissions/quiz2/perfect/answers.json', join(folder, 'answers.json'));
    expect(await train(folder, '--steps', '200')).toContain('your network: loss 0.0');
    const losses = readFileSync(join(folder, 'loss.csv'), 'utf8').trim().split('\n');
    expect([losses[0], losses.length]).toEqual(['step,train', 11]);
    expect((await grade('quiz2', folder)).verdict).toMatchObject({ earned: 100, possible: 100 });
  });
});

describe('hw2-circle', () => {
  // starter and parts have seeds, and earn everything from 60 on
  const STEPS = ['--steps', '120'];
  test('earns nothing as it comes, also after the example was trained', async () => {
    const folder = starter('hw2-circle');
    expect(await train(folder, '--steps', '50')).toContain(
      'linear: not written yet (networks.ts)\ndeep: not written yet',
    );
    expect(readFileSync(join(folder, 'boundary-example.svg'), 'utf8')).toContain('<circle');
    expect(await earned('hw2-circle', folder)).toEqual({});
  });
  test('each part earns its own points', async () => {
    const only = async (...parts: readonly string[]) => {
      const folder = starter('hw2-circle', parts);
      await train(folder, ...STEPS);
      return earned('hw2-circle', folder);
    };
    expect(await only('linear')).toEqual(all('hw2-circle', 'linear-limits', 'linear-valid', 'linear-heldout'));
    expect(await only('deep', 'log')).toEqual(all('hw2-circle', 'deep-limits', 'deep-valid', 'deep-heldout', 'files'));
  });
  test('with all parts it earns everything', async () => {
    const folder = starter('hw2-circle', partsOf('hw2-circle'));
    await train(folder, ...STEPS);
    expect((await grade('hw2-circle', folder)).verdict).toMatchObject({ earned: 30, possible: 30 });
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['boundary-linear.svg', 'boundary-deep.svg']));
  });
});

describe('hw3-supertux', () => {
  const LOSSES = { regress: 'regress-loss', oneHot: 'onehot-loss', logLikelihood: 'll-loss', l2: 'l2-loss' };
  test('earns nothing as it comes, also after the example was trained', async () => {
    const folder = starter('hw3-supertux');
    expect(await train(folder, '--steps', '2')).toContain(
      'cnn: its network is not written yet (networks.ts)\nexample: step 0',
    );
    expect(readFileSync(join(folder, 'predictions-example.html'), 'utf8')).toContain('data:image/png;base64,');
    expect(existsSync(join(folder, 'models'))).toBe(false);
    // the images of the course are not for handing in
    const { results } = await grade('hw3-supertux', folder);
    expect(results.find(({ id }) => id === 'data')?.summary).not.toContain('valid');
    expect(await earned('hw3-supertux', folder)).toEqual({});
  });
  test.each(Object.entries(LOSSES))('the loss %s earns its own points', async (part, id) => {
    expect(await earned('hw3-supertux', starter('hw3-supertux', [part]))).toEqual(all('hw3-supertux', id));
  });
  test('networks earn their own points once they are trained with a loss that is written', async () => {
    const folder = starter('hw3-supertux', ['network', 'cnn', 'logLikelihood', 'log']);
    const printed = await train(folder, 'regress', 'll', 'cnn', '--steps', '2');
    expect(printed).toContain('regress: its loss regress is not written yet (losses.ts)');
    expect(readdirSync(join(folder, 'models')).sort()).toEqual(['cnn', 'll']);
    expect(readFileSync(join(folder, 'loss.csv'), 'utf8')).toMatch(/^step,train,valid\n0,[\d.]+,[\d.]+\n$/);
    const points = await earned('hw3-supertux', folder);
    expect(points).toMatchObject(all('hw3-supertux', 'll-loss', 'll-limits', 'cnn-limits'));
    expect(Object.keys(points).filter((id) => /^(regress|onehot|l2|data|log$)/.test(id))).toEqual([]);
  });
  test('with all parts, collected images and networks that were trained for long it earns everything', async () => {
    const folder = starter('hw3-supertux', partsOf('hw3-supertux'));
    for (const part of ['models', 'data', 'loss.csv']) {
      cpSync(join('submissions/hw3-supertux/good', part), join(folder, part), { recursive: true });
    }
    expect((await grade('hw3-supertux', folder)).verdict).toMatchObject({ earned: 100, possible: 100 });
  });
});
