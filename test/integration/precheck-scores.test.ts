/**
 * What a student sees before handing in is what staff get: for every rubric that ships, the visible results of a
 * pre-check, which has nothing that only staff have, equal those of grading. Some of the example submissions and few
 * images are used, and all of them in `npm run fuzz`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { isVisible } from '../../grader/checks/scope.js';
import { chooseDriver, gradeOne, loadRubric } from '../../grader/index.js';
import { reportForStudents } from '../../grader/report/for-students.js';
import { fewerImages } from '../support/fewer-images.js';
import { removeFolders } from '../support/folders.js';
import { IS_FULL } from '../support/runs.js';
import { keptAnswers } from '../support/kept-answers.js';

afterAll(removeFolders);

const GONE = '/nothing/is/here';
const SEGMENTATION = 'fixtures/supertux/segmentation';

interface Homework {
  readonly id: string;
  readonly some: readonly string[];
  readonly data?: Readonly<Record<'valid' | 'heldout', string>>;
  /** Sets that no visible check needs. */
  readonly hidden: readonly string[];
}

/** All images in `npm run fuzz`. */
const few = (folder: string, every: number) => (IS_FULL ? folder : fewerImages(folder, every));

const HOMEWORK: readonly Homework[] = [
  { id: 'quiz2', some: ['perfect', 'transposed-dw1', 'throws', 'missing-file', 'keeps-state'], hidden: [] },
  { id: 'hw2-circle', some: ['good', 'labels-swapped', 'nan-weights', 'weights-missing'], hidden: ['heldout'] },
  {
    id: 'hw3-supertux',
    some: ['shifted-labels'],
    data: { valid: few('fixtures/supertux/valid', 20), heldout: few('fixtures/supertux/heldout', 40) },
    // collected images must not be those of the held-out set
    hidden: [],
  },
  {
    id: 'hw4-segmentation',
    some: ['one-number'],
    data: { valid: `${SEGMENTATION}/valid`, heldout: `${SEGMENTATION}/heldout` },
    hidden: ['heldout'],
  },
];

test('every rubric that ships is tried', () => {
  const shipped = readdirSync('rubrics').filter((name) => name.endsWith('.yaml'));
  expect(HOMEWORK.map(({ id }) => `${id}.yaml`).sort()).toEqual(shipped.sort());
});

describe.each(HOMEWORK)('$id', ({ id, some, data, hidden }) => {
  const folders = readdirSync(join('submissions', id), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = IS_FULL ? folders.map(({ name }) => name) : some;
  // what models answered is what it is: both ask it of the same files
  const evaluations = keptAnswers();
  const path = join('rubrics', `${id}.yaml`);
  const load = async () => ({
    staff: await loadRubric(path, { ...(data === undefined ? {} : { data }) }),
    // the held-out set of the staff cannot be read, and nobody tries
    student: await loadRubric(path, {
      visibleOnly: true,
      data: { ...data, ...Object.fromEntries(hidden.map((name) => [name, GONE])) },
    }),
  });
  const loaded = load();

  test('a pre-check knows nothing of what only staff have', async () => {
    const { student, staff } = await loaded;
    expect(student.leftOut).toBeUndefined();
    expect([...student.data.keys(), ...(student.segmented?.keys() ?? [])]).toEqual(
      [...staff.data.keys(), ...(staff.segmented?.keys() ?? [])].filter((name) => !hidden.includes(name)),
    );
  });

  test.each(names)('%s', async (name) => {
    const { student, staff } = await loaded;
    const driver = await chooseDriver('process');
    const submission = join('submissions', id, name);
    const whole = await gradeOne(submission, { rubric: staff, driver, evaluations });
    const before = await gradeOne(submission, { rubric: student, driver, evaluations, visibleOnly: true });
    const visible = reportForStudents(whole).results.filter(({ visibility }) => visibility === 'visible');
    expect(visible.length).toBeGreaterThan(0);
    expect(reportForStudents(before).results).toEqual(visible);
  });
});

test('a held-out set that is not here leaves out the visible check that needs it, and no other', async () => {
  const options = { visibleOnly: true, withoutMissing: true, data: { heldout: GONE } };
  const { leftOut = [] } = await loadRubric('rubrics/hw3-supertux.yaml', options);
  expect(leftOut.flatMap(({ check }) => (isVisible(check) ? [check.id] : []))).toEqual(['data']);
});
