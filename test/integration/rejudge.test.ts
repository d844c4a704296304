/**
 * A class that is judged again from what was observed: the reports must be those that grading it now would give. The
 * second implementation is the sandbox itself.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeBatch } from '../../grader/batch/batch.js';
import { applyRejudged } from '../../grader/changes/apply.js';
import { Changing } from '../../grader/changes/changing.js';
import { rejudge, type RejudgeOptions, type Rejudged } from '../../grader/changes/rejudge.js';
import { openRun } from '../../grader/changes/run.js';
import { toJson } from '../../grader/report/writers/files.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { programsDigest } from '../../grader/sandbox/kits/kit.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { changedRubric } from '../support/changed-rubric.js';
import { makeFolder, removeFolders } from '../support/folders.js';

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});
afterAll(removeFolders);

interface Class {
  readonly name: string;
  readonly rubric: string;
  readonly submissions: readonly string[];
}

const QUIZ2: Class = {
  name: 'quiz2',
  // one of the submissions never ends
  rubric: changedRubric('rubrics/quiz2.yaml', ['schemaVersion: 1', 'schemaVersion: 1\nlimits: { callSeconds: 0.5 }']),
  submissions: 'autodiff infinite-loop missing-file nan perfect throws'.split(' '),
};
const CIRCLE: Class = {
  name: 'hw2-circle',
  rubric: 'rubrics/hw2-circle.yaml',
  submissions: ['good', 'hidden-layer-in-linear', 'nan-weights', 'weights-missing'],
};

/** Two that differ, of which one is not perfect. */
const FEW: Class = { ...QUIZ2, submissions: ['perfect', 'nan'] };
let fewOut: Promise<string> | undefined;

/** A run of these that a test may change. */
async function gradedFew(): Promise<string> {
  fewOut ??= grade(FEW, QUIZ2.rubric);
  const out = join(makeFolder(), 'run');
  cpSync(await fewOut, out, { recursive: true });
  return out;
}

const foundIn = ({ name, submissions }: Class) =>
  submissions.map((id) => ({
    id,
    path: join('submissions', name, id),
    submittedAt: '2018-09-14T12:00:00-05:00',
    submitters: [{ name: `Name of ${id}` }],
  }));

async function grade(one: Class, rubric: string, store?: string): Promise<string> {
  const out = makeFolder();
  // a file that is no archive is refused, which is graded too
  const damaged = join(out, 'damaged.zip');
  writeFileSync(damaged, 'not an archive');
  const all = [...foundIn(one), { id: 'damaged', path: damaged, submittedAt: null, submitters: [] }];
  await gradeBatch(all, { rubric: await loadRubric(rubric, { data: {} }), driver, out, jobs: 2, store });
  return out;
}

const textIn = (out: string, id: string) => readFileSync(join(out, 'reports', id, 'report.json'), 'utf8');

/** Without what differs from one run to the next. */
function untimed(text: string): unknown {
  const { timing: _timing, ...report } = JSON.parse(text) as GradeReport;
  return report;
}

async function judgedIn(out: string, rubric: string, options: Partial<RejudgeOptions> = {}) {
  const reports = new Map<string, string>();
  const told: Rejudged = await rejudge(await openRun(out), {
    rubric: await loadRubric(rubric, { data: {} }),
    programs: programsDigest(),
    onJudged: (id, _before, report) => {
      reports.set(id, toJson(report));
      return Promise.resolve();
    },
    ...options,
  });
  return { reports, told };
}

const OTHER = {
  quiz2: changedRubric(
    QUIZ2.rubric,
    ['points: 100', 'points: 102'],
    ['points: 30\n', 'points: 32\n'],
    ['value: z1, points: 3', 'value: z1, points: 5'],
    ['Work backwards from the loss', 'Begin with the loss'],
    [
      'schemaVersion: 1',
      'schemaVersion: 1\ndates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-20T23:59:00-05:00" }\nlate: { kind: per-day, fraction: 0.1 }',
    ],
  ),
  'hw2-circle': changedRubric(
    CIRCLE.rubric,
    ['ramp: { from: 0.90, to: 0.94 }', 'ramp: { from: 0.50, to: 0.99 }'],
    ['parameters: 10000', 'parameters: 10'],
    ['    needs: [linear-limits]\n', ''],
  ),
} as const;

describe.each([QUIZ2, CIRCLE])('$name', (one) => {
  let out: string;
  let again: string;
  // a store keeps what models answered as well, and those of the other class are to be asked twice
  const store = one === QUIZ2 ? makeFolder() : undefined;
  const otherRubric = OTHER[one.name as keyof typeof OTHER];
  beforeAll(async () => {
    [out, again] = [await grade(one, one.rubric, store), await grade(one, otherRubric, store)];
  }, 120_000);

  test('judged by the same rubric, every report is the same to the byte', async () => {
    const { reports, told } = await judgedIn(out, one.rubric);
    expect(told).toMatchObject({ changed: [], notObserved: [], refused: [], edited: [] });
    expect([...reports.keys()].sort()).toEqual([...one.submissions, 'damaged'].sort());
    for (const [id, text] of reports) expect(text).toBe(textIn(out, id));
  });

  test('judged by another rubric, every report is the one that grading gives', async () => {
    const { reports, told } = await judgedIn(out, otherRubric);
    expect(told.notObserved).toEqual([]);
    expect(told.changed.length).toBeGreaterThan(2);
    expect(reports.size).toBe(one.submissions.length + 1);
    for (const [id, text] of reports) expect(untimed(text)).toEqual(untimed(textIn(again, id)));
  });

  test('two runs keep the same observations, once where both have one store', async () => {
    const recordsOf = (run: string) =>
      readdirSync(store ?? join(run, 'observations'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json.gz'))
        .sort();
    // with the one that was refused
    expect(recordsOf(out)).toHaveLength(one.submissions.length + 1);
    expect(recordsOf(again)).toEqual(recordsOf(out));
    expect((await judgedIn(again, one.rubric)).told.notObserved).toEqual([]);
  });
});

describe('what was not observed is not judged', () => {
  let out: string;
  beforeAll(async () => {
    out = await gradedFew();
  }, 60_000);
  const because = async (rubric: string, options: Partial<RejudgeOptions> = {}) =>
    (await judgedIn(out, rubric, options)).told.notObserved;

  test('another seed asks at other samples', async () => {
    const rubric = changedRubric(QUIZ2.rubric, ['    seed: 1\n', '    seed: 2\n']);
    const missing = await because(rubric);
    expect(missing.map(({ id }) => id)).toEqual(['perfect', 'nan']);
    expect(missing[0]?.because).toContain('was not asked');
  });
  test('a check that hides its results is run in another process', async () => {
    const rubric = changedRubric(QUIZ2.rubric, ['    visibility: after_published\n', '']);
    expect((await because(rubric)).map(({ id }) => id)).toEqual(['perfect', 'nan']);
  });
  test('other limits may give another outcome', async () => {
    const missing = await because(changedRubric(QUIZ2.rubric, ['callSeconds: 0.5', 'callSeconds: 3']));
    expect(missing.map(({ id }) => id)).toEqual(['perfect', 'nan']);
  });
  test('a file that no check named before', async () => {
    const missing = await because(changedRubric(QUIZ2.rubric, ['file: answers.json', 'file: others.json']));
    expect(missing[0]?.because).toContain('looked for in other places');
  });
  test('another version of what runs in the sandbox', async () => {
    const missing = await because(QUIZ2.rubric, { programs: 'f'.repeat(64) });
    expect(missing.map(({ because: why }) => why)).toEqual(Array(3).fill('another version of tuxgrade ran it'));
  });
});

describe('a store', () => {
  test('with a flipped bit, with one record that is gone, and with another of the right name', async () => {
    const out = await gradedFew();
    const address = (id: string) => (JSON.parse(textIn(out, id)) as GradeReport).environment.observations ?? '';
    const path = (id: string) => join(out, 'observations', address(id).slice(0, 2), `${address(id)}.json.gz`);
    const bytes = readFileSync(path('perfect'));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
    writeFileSync(path('perfect'), bytes);
    rmSync(path('nan'));
    const { told } = await judgedIn(out, QUIZ2.rubric);
    expect(told.notObserved).toEqual([
      { id: 'perfect', because: 'its observations are damaged' },
      { id: 'nan', because: 'its observations are no longer there' },
    ]);
    // somebody puts the record of a better one in its place
    mkdirSync(join(path('nan'), '..'), { recursive: true });
    cpSync(path('damaged'), path('nan'));
    expect((await judgedIn(out, QUIZ2.rubric)).told.notObserved[1]).toEqual({
      id: 'nan',
      because: 'its observations are damaged',
    });
  }, 60_000);

  test('that cannot be written to costs nobody a mark', async () => {
    const [out, store] = [makeFolder(), join(makeFolder(), 'a-file')];
    writeFileSync(store, '');
    const found = [{ id: 'perfect', path: 'submissions/quiz2/perfect', submittedAt: null, submitters: [] }];
    const rubric = await loadRubric(QUIZ2.rubric, { data: {} });
    const { standings, remarks } = await gradeBatch(found, { rubric, driver, out, jobs: 1, store });
    expect(standings.map(({ verdict }) => verdict.earned)).toEqual([100]);
    expect(remarks.join()).toContain('the observations of one submission could not be kept');
    expect((await judgedIn(out, QUIZ2.rubric)).told.notObserved).toEqual([
      { id: 'perfect', because: 'no observations of it were kept' },
    ]);
  }, 60_000);
});

describe('what is applied', () => {
  test('replaces reports, keeps the old ones, and a run that is continued keeps the new ones', async () => {
    const out = await gradedFew();
    const before = textIn(out, 'nan');
    const rubric = await loadRubric(OTHER.quiz2, { data: {} });
    const changing = await Changing.begin(out);
    try {
      expect(await applyRejudged(changing, new Set(), { rubric, programs: programsDigest() })).toBe(3);
      await changing.writeClass();
    } finally {
      await changing.end();
    }
    expect(readFileSync(join(out, 'reports', 'nan', 'earlier', '0001.json'), 'utf8')).toBe(before);
    expect((JSON.parse(textIn(out, 'nan')) as GradeReport).rubric.digest).toBe(rubric.digest);
    expect(readFileSync(join(out, 'scores.csv'), 'utf8')).toMatch(/^nan,.*,102,/m);
    const { kept, again } = await gradeBatch(foundIn(FEW), { rubric, driver, out, jobs: 1, resume: true });
    expect({ kept, again }).toEqual({ kept: 2, again: [] });
  }, 60_000);
});
