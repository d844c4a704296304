/** What a run was graded with, and which folders may be continued. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertMayBegin, describeRun, inputsOf } from '../../../grader/batch/run-folder.js';
import { JOURNAL } from '../../../grader/batch/journal.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

function rubricOf(
  more: { id?: string; digest?: string; seed?: number; data?: Record<string, string> } = {},
): ResolvedRubric {
  const { id = 'quiz2', digest = 'd1', seed, data = { heldout: 'h1' } } = more;
  return {
    rubric: { id },
    digest,
    data: new Map(Object.entries(data).map(([name, one]) => [name, { digest: one }])),
    ...(seed === undefined ? {} : { seed }),
  } as unknown as ResolvedRubric;
}

const facts = (rubric: ResolvedRubric) =>
  describeRun({
    rubric,
    driver: 'bubblewrap',
    jobs: 2,
    submissions: ['ada'],
    missing: [],
    remarks: [],
    source: null,
    lists: null,
    store: null,
    previous: null,
  });

describe('the inputs of a run', () => {
  const same = inputsOf(rubricOf());

  test('are one digest that is the same for the same', () => {
    expect(same).toMatch(/^[0-9a-f]{64}$/);
    expect(inputsOf(rubricOf())).toBe(same);
  });

  test.each([
    ['the rubric', { digest: 'd2' }],
    ['a data set', { data: { heldout: 'h2' } }],
    ['one more data set', { data: { heldout: 'h1', valid: 'v1' } }],
    ['no data set', { data: {} }],
    ['a seed', { seed: 0 }],
  ])('change with %s', (_what, more) => {
    expect(inputsOf(rubricOf(more))).not.toBe(same);
  });

  test('are reported with the seed, the data and the class', () => {
    expect(facts(rubricOf({ seed: 7 }))).toMatchObject({
      rubric: { id: 'quiz2', digest: 'd1' },
      seed: 7,
      data: { heldout: 'h1' },
      submissions: ['ada'],
      inputs: inputsOf(rubricOf({ seed: 7 })),
    });
    expect(facts(rubricOf())).toMatchObject({ seed: null });
  });
});

/** A folder with a run of this rubric; `text` replaces its run.json. */
function runFolder(rubric: ResolvedRubric, text?: string): string {
  const folder = makeFolder();
  writeFileSync(join(folder, JOURNAL), '');
  writeFileSync(join(folder, 'run.json'), text ?? JSON.stringify(facts(rubric)));
  return folder;
}

describe('a folder', () => {
  test.each([true, false])('without a run is accepted, with or without --resume (%s)', async (resume) => {
    await expect(assertMayBegin(makeFolder(), rubricOf(), resume)).resolves.toBeUndefined();
  });

  test('with a run of the same rubric is continued with --resume', async () => {
    await expect(assertMayBegin(runFolder(rubricOf()), rubricOf(), true)).resolves.toBeUndefined();
    // the rubric may have changed in the meantime: then everything is graded again
    await expect(assertMayBegin(runFolder(rubricOf()), rubricOf({ digest: 'd2' }), true)).resolves.toBeUndefined();
    const seeded = rubricOf({ seed: 3 });
    await expect(assertMayBegin(runFolder(seeded), seeded, true)).resolves.toBeUndefined();
  });

  test.each([
    ['when it was not asked for', rubricOf(), rubricOf(), false, 'already contains a run', 'Continue it with --resume'],
    [
      'of another rubric',
      rubricOf({ id: 'hw2' }),
      rubricOf(),
      true,
      'contains a run of the rubric hw2, not of quiz2',
      'another --out',
    ],
    [
      'of another seed',
      rubricOf({ seed: 3 }),
      rubricOf({ seed: 4 }),
      true,
      'was started with --seed 3, now 4 is given',
      'give --seed 3',
    ],
    [
      'of no seed',
      rubricOf(),
      rubricOf({ seed: 4 }),
      true,
      'was started without --seed, now 4 is given',
      'leave --seed out',
    ],
    [
      'of a seed, now none',
      rubricOf({ seed: 0 }),
      rubricOf(),
      true,
      'was started with --seed 0, now none is given',
      'give --seed 0',
    ],
  ])('with a run is not continued %s', async (_what, before, now, resume, message, advice) => {
    await expect(assertMayBegin(runFolder(before), now, resume)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(message),
      advice: expect.stringContaining(advice),
    });
  });

  test.each(['', '{', '[]', 'null', '{"rubric":{}}', '{"rubric":{"id":7}}'])(
    'whose run.json is %j is reported as damaged',
    async (text) => {
      await expect(assertMayBegin(runFolder(rubricOf(), text), rubricOf(), true)).rejects.toMatchObject({
        code: 'USAGE',
        message: expect.stringContaining('is missing or damaged'),
      });
    },
  );
});
