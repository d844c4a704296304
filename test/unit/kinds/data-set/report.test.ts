/** Both sides of the limit of each rule, to the image; and the content of the report of a data set. */
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { DATA_SET_PARTS } from '../../../../grader/kinds/data-set/parts.js';
import { tellDataSet } from '../../../../grader/kinds/data-set/told.js';
import { judge } from '../../../../grader/kinds/index.js';
import type { DataSetReport, Finding, FindingCode, FindingGroup } from '../../../../grader/protocol/data-set.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { Evidence } from '../../../../grader/schema/report.js';
import type { ExampleSet, ResolvedRubric } from '../../../../grader/stages/resolved.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

type Check = CheckOf<'data-set'>;
const CHECK: Check = {
  ...{ kind: 'data-set', id: 'data', title: 'Data', points: 4, path: 'data', classes: ['cat', 'dog'] },
  minImagesPerClass: 50,
  rules: [
    { points: 3, without: ['labels-missing', 'file-missing'] },
    { points: 1, without: ['damaged', 'constant'], atMostShare: 0.1 },
  ],
};

const group = (code: FindingCode, count: number, findings: readonly Finding[] = []): FindingGroup => ({
  ...{ code, title: code.toUpperCase(), mend: `about ${code}`, count, findings },
});

function judged(
  report: DataSetReport | null,
  change: Partial<Check> = {},
  paths: readonly string[] = [],
  data: ResolvedRubric['data'] = new Map(),
) {
  const check = { ...CHECK, ...change };
  const seen = {
    files: paths.map((path) => ({ path, bytes: 1 })) as never,
    ...{ documents: new Map(), models: new Map(), outcomes: new Map() },
    dataSets: new Map(report === null ? [] : [['data', report]]),
  };
  return judge(check, seen, { ...makeResolvedRubric([check]), data });
}
const oneSplit = (images: number, ...groups: readonly FindingGroup[]): DataSetReport => ({
  splits: [{ name: '', images, perClass: [images, 0] }],
  groups,
});

test('examples name their twins, and the first three have pictures, encoded here', async () => {
  const raw = { width: 2, height: 1, pixels: Buffer.from([9, 8, 7, 6, 5, 4]).toString('base64') };
  const finding = (file: string): Finding => ({
    ...{ code: 'duplicate', file, row: 2, found: 'the same pixels as a.png', twin: 'a.png', pictures: [raw, raw] },
  });
  const files = ['b.png', 'c.png', 'd.png', 'e.png', 'f.png', 'g.png'];
  const { evidence } = judged(oneSplit(100, group('duplicate', 6, files.map(finding))));
  const examples = evidence.type === 'data-set' ? (evidence.groups[0]?.examples ?? []) : [];
  expect(examples.map(({ file, twin }) => [file, twin])).toEqual(files.slice(0, 5).map((file) => [file, 'a.png']));
  expect(examples.map(({ pictures }) => pictures?.length)).toEqual([2, 2, 2, undefined, undefined]);
  const [picture] = examples[0]?.pictures ?? [];
  const { data, info } = await sharp(Buffer.from(picture?.png ?? '', 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, Array.from(data)]).toEqual([2, 1, [9, 8, 7, 6, 5, 4]]);
});

describe("a copy of the course's image", () => {
  const values = Uint8Array.from([1, 2, 3, 4, 5, 6, 21, 22, 23, 24, 25, 26]);
  const valid = { examples: { dtype: 'uint8', shape: [2, 1, 2, 3], values }, labels: Int32Array.from([0, 1]) };
  const raw = { width: 2, height: 1, pixels: Buffer.from([9, 9, 9, 9, 9, 9]).toString('base64') };
  const evidenceOf = (change: Partial<Finding>) => {
    const finding: Finding = {
      ...{ code: 'course-image', file: 'b.png', row: 2, found: 'is in the data', twin: 'valid', twinAt: 1 },
      ...{ pictures: [raw], ...change },
    };
    const report = oneSplit(100, group('course-image', 1, [finding]));
    return judged(report, {}, [], new Map([['valid', valid as unknown as ExampleSet]])).evidence;
  };
  const courseOf = (evidence: Evidence) =>
    evidence.type === 'data-set' ? evidence.groups[0]?.examples[0]?.course : undefined;

  test('has it beside it for staff, and not for students', async () => {
    const evidence = evidenceOf({});
    const { data } = await sharp(Buffer.from(courseOf(evidence)?.png ?? '', 'base64'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(Array.from(data)).toEqual([21, 22, 23, 24, 25, 26]);
    const caption = "b.png, and the image of the course's valid data";
    expect(tellDataSet(evidence)[2]).toMatchObject({ pictures: [{ caption, pictures: [{ width: 2 }, { width: 2 }] }] });
    const told = DATA_SET_PARTS.visible(evidence);
    expect(courseOf(told)).toBeUndefined();
    expect(tellDataSet(told)[2]).toMatchObject({ pictures: [{ caption: 'b.png', pictures: [{ width: 2 }] }] });
    expect(JSON.stringify([told, DATA_SET_PARTS.hidden(evidence)])).not.toContain(courseOf(evidence)?.png);
  });
  test('is left out with the pictures where there is no room', () => {
    const evidence = evidenceOf({});
    expect(courseOf(DATA_SET_PARTS.fill(evidence, evidence, () => true))).toBeDefined();
    expect(courseOf(DATA_SET_PARTS.fill(evidence, evidence, () => false))).toBeUndefined();
  });
  test.each([{ twinAt: 2 }, { twinAt: -1 }, { twin: 'heldout' }, { code: 'duplicate' } as const, { pictures: [] }])(
    'is not believed to be %j',
    (change) => {
      expect(courseOf(evidenceOf(change))).toBeUndefined();
    },
  );
});

describe('which side of a rule', () => {
  test('a finding that a rule does not speak of costs nothing', () => {
    expect(judged(oneSplit(100, group('noise', 50))).earned).toBe(4);
  });
  test.each([
    // a tenth of 100, of 109 and of 110
    [100, 10, 4],
    [100, 11, 3],
    [109, 10, 4],
    [109, 11, 3],
    [110, 11, 4],
  ])('of %p images %p damaged ones earn %p', (images, count, earned) => {
    expect(judged(oneSplit(images, group('damaged', count))).earned).toBe(earned);
  });
  test('findings of a rule are added up', () => {
    expect(judged(oneSplit(100, group('damaged', 5), group('constant', 5))).earned).toBe(4);
    expect(judged(oneSplit(100, group('damaged', 5), group('constant', 6))).earned).toBe(3);
  });
  test('without a share one finding is one too many', () => {
    expect(judged(oneSplit(100, group('file-missing', 1))).earned).toBe(1);
    expect(judged(oneSplit(100, group('labels-missing', 1))).earned).toBe(1);
  });
  test('images of all splits count together', () => {
    const splits = [
      { name: 'train', images: 80, perClass: [40, 40] },
      { name: 'test', images: 20, perClass: [10, 10] },
    ];
    const both = judged({ splits, groups: [group('damaged', 10)] });
    expect(both.earned).toBe(4);
    expect(both.summary).toBe('80 in train, 20 in test; damaged: 10');
  });
});

describe('too few', () => {
  test('of ten that are needed', () => {
    expect(judged(oneSplit(10)).earned).toBe(4);
    expect(judged(oneSplit(9))).toMatchObject({
      earned: 0,
      summary:
        '9 images; nothing wrong with them; there are 9 different images, expected 100: fewer than 10 earn no points',
    });
  });
  test('a part of an image is a whole one', () => {
    // a tenth of 2 * 51 is 10.2
    expect(judged(oneSplit(10), { minImagesPerClass: 51 }).earned).toBe(0);
    expect(judged(oneSplit(11), { minImagesPerClass: 51 }).earned).toBe(4);
  });
  test('none at all: nothing is free of faults only because there is nothing', () => {
    const none = judged(oneSplit(0, group('labels-missing', 1)));
    expect(none).toMatchObject({ earned: 0, summary: 'no image that can be used; labels-missing: 1' });
    expect(judged(oneSplit(0)).earned).toBe(0);
  });
});

test('the evidence has each split, each group with five examples, and each rule with its count', () => {
  const findings = Array.from({ length: 7 }, (_, index): Finding => ({
    ...{ code: 'damaged', file: `${String(index)}.png`, row: index === 0 ? null : index, found: 'cut off' },
  }));
  const judgement = judged(oneSplit(60, group('damaged', 7, findings)));
  expect(judgement.evidence).toEqual({
    type: 'data-set',
    classes: ['cat', 'dog'],
    splits: [{ name: '', images: 60, perClass: [60, 0] }],
    groups: [
      {
        ...{ code: 'damaged', title: 'DAMAGED', mend: 'about damaged', count: 7 },
        examples: [null, 1, 2, 3, 4].map((row, index) => ({ file: `${String(index)}.png`, row, found: 'cut off' })),
      },
    ],
    rules: [
      { without: ['labels-missing', 'file-missing'], points: 3, earned: 3, count: 0 },
      // a tenth of 60 is 6
      { without: ['damaged', 'constant'], points: 1, earned: 0, count: 7 },
    ],
  });
  expect(judgement.summary).toBe('60 images; damaged: 7');
});

describe('no folder', () => {
  const NONE: DataSetReport = { splits: [], groups: [] };
  test('is a missing file', () => {
    const message = 'the folder data is missing or empty';
    expect(judged(NONE)).toEqual({
      ...{ earned: 0, summary: message, evidence: { type: 'error', error: { code: 'MISSING_FILE', message } } },
    });
  });
  test('one of nearly that name is named', () => {
    expect(judged(NONE, {}, ['Data/cat/1.png']).summary).toMatch(/^the folder data is missing or empty.*Data/);
  });
  test('or else where a labels.csv lies', () => {
    expect(judged(NONE, {}, ['pictures/labels.csv']).summary).toMatch(/missing or empty.*pictures\/labels\.csv/);
  });
  test('a check that was not planned is a fault of the grader', () => {
    expect(() => judged(null)).toThrow('data was not planned to be looked at');
  });
});
