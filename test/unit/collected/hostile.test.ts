/** Any data set of a student results in a report and points: nothing throws, and everything is bounded. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeDataSet } from '../../../grader/kinds/data-set/judge.js';
import { NO_COURSE } from '../../../grader/collected/analysis/course.js';
import { examineDataSet, type DataSetRules } from '../../../grader/collected/analysis/examine.js';
import { readLabels } from '../../../grader/collected/analysis/labels.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import { dataSetJson } from '../../../grader/report/data-set.js';
import { contactSheetHtml, contactSheetPng } from '../../../grader/report/writers/contact-sheet.js';
import { readClaim } from '../../../grader/sandbox/reading/claimed-report.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import {
  FINDING_CODES,
  MOST_FINDINGS,
  type DataSetReport,
  type DecodedImage,
} from '../../../grader/protocol/data-set.js';
import type { SplitSeen } from '../../../grader/stages/data-set.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { casesOf } from '../../support/runs.js';

const RUNS = casesOf({ usual: 500, full: 20_000 });

const CLASSES = ['cat', 'dog'];
const SIDE = 8;
const SIZE = SIDE * SIDE * 3;
const RULES: DataSetRules = {
  classes: CLASSES,
  side: SIDE,
  course: NO_COURSE,
  minImagesPerClass: 1,
  maxImbalance: 3,
  labelNoise: true,
};
const CHECK: CheckOf<'data-set'> = {
  id: 'data',
  kind: 'data-set',
  title: 'Data',
  points: 3,
  path: 'data',
  rules: [
    { points: 2, without: ['duplicate', 'labels-unreadable', 'file-missing'] },
    { points: 1, without: ['noise'], atMostShare: 0.01 },
  ],
};

/** Names as file systems and tables have them: markup, controls, halves of pairs, what XML has no characters for. */
const AWKWARD = ['\ufffe', '\uffff', '\ud800', '\udfff', '\u0000', '\u001b[31m', '<script>', '&', '"', '..', '/', '😀'];
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ maxLength: 3 })), { maxLength: 5 })
    .map((all) => all.join('')),
);
const cell = fc.oneof(name, fc.constantFrom('cat', 'dog', 'Dog', '0', '1', '99', 'a.png', '__proto__', 'constructor'));
const table = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom('file,label', 'file,label,level', 'label'),
      fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }),
    )
    .map(([head, rows]) => new TextEncoder().encode([head, ...rows.map((row) => row.join(','))].join('\n'))),
);
const image: fc.Arbitrary<DecodedImage> = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map((seed): DecodedImage => {
    const rng = makeRng(seed >> 1);
    return { status: 'decoded', remarks: [], pixels: Uint8Array.from({ length: SIZE }, () => 255 * rng.nextUniform()) };
  }),
  fc.constant<DecodedImage>({ status: 'bad', code: 'damaged', found: 'it is cut off' }),
);
const split: fc.Arbitrary<SplitSeen> = fc
  .tuple(table, fc.array(fc.tuple(cell, image), { maxLength: 5 }))
  .map(([bytes, images]) => ({
    name: '',
    folder: 'data',
    labels: { status: 'read', bytes },
    files: images.map(([file]) => file),
    images: new Map(images),
  }));

function judged(report: DataSetReport) {
  const seen = {
    files: [],
    documents: new Map(),
    models: new Map(),
    dataSets: new Map([['data', report]]),
    outcomes: new Map(),
  };
  // the judge looks at the report alone
  return judgeDataSet(CHECK, seen, {} as ResolvedRubric);
}

test(`${String(RUNS)} tables and sets: each has a report and a mark from 0 to all points`, () => {
  fc.assert(
    fc.property(split, (one) => {
      const report = examineDataSet({ splits: [one] }, RULES);
      const { earned } = judged(report);
      expect(earned >= 0 && earned <= CHECK.points).toBe(true);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      dataSetJson(report, CLASSES, []);
    }),
    { numRuns: RUNS },
  );
});

describe('a reply of the decoder is a claim', () => {
  const task = { rules: RULES, splits: [{ name: 'train', folder: 'data/train', files: ['a', 'b'], hasLabels: true }] };
  const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const good = {
    splits: [{ name: 'train', images: 2, perClass: [1, 1] }],
    groups: [
      { code: 'duplicate', count: 1, findings: [{ code: 'duplicate', file: 'train/b', row: 3, found: 'as a' }] },
    ],
  };
  test('an honest one is taken as it is', () => {
    expect(readClaim(bytesOf(good), task)).toEqual(good);
  });
  const [group] = good.groups;
  test.each<[string, unknown]>([
    ['more images than files could have', { ...good, splits: [{ images: 99, perClass: [1, 1] }] }],
    ['counts that are not numbers', { ...good, splits: [{ images: 2, perClass: [{ toString: 1 }, 1] }] }],
    ['1e999', { ...good, splits: [{ images: 1e308 * 10, perClass: [1, 1] }] }],
    ['another number of classes', { ...good, splits: [{ images: 2, perClass: [2] }] }],
    ['another number of splits', { ...good, splits: [] }],
    ['a code of its own', { ...good, groups: [{ ...group, code: 'points' }] }],
    ['more findings than it counts', { ...good, groups: [{ ...group, count: 0 }] }],
    [
      'findings without end',
      { ...good, groups: [{ ...group, count: 9999, findings: Array(MOST_FINDINGS + 1).fill(group?.findings[0]) }] },
    ],
    ['words that are none', { ...good, groups: [{ ...group, findings: [{ file: 'a', row: 1, found: {} }] }] }],
    ['a list', []],
    ['nothing', null],
  ])('%s is refused', (_, value) => {
    expect(readClaim(bytesOf(value), task)).toBeNull();
  });
  test(`${String(RUNS)} others: refused, or a report that can be judged`, () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, 1, 2, -1, 1.5, '', 'a', null));
    const finding = fc.record({ file: value, row: value, found: value }, { requiredKeys: [] });
    const groups = fc.array(
      fc.record({
        code: fc.oneof(fc.constantFrom(...FINDING_CODES), value),
        count: value,
        findings: fc.oneof(value, fc.array(finding, { maxLength: 3 })),
      }),
      { maxLength: 3 },
    );
    const splits = fc.array(fc.record({ images: value, perClass: fc.oneof(value, fc.array(value)) }), { maxLength: 2 });
    // near enough to be read, sometimes: counts of two files in two classes
    const counts = fc.record({ images: fc.nat(2), perClass: fc.tuple(fc.nat(1), fc.nat(1)) });
    const near = fc.record({ splits: fc.tuple(counts), groups: fc.oneof(fc.constant([]), groups) });
    const claim = fc.oneof(
      near.map(bytesOf),
      fc.uint8Array({ maxLength: 40 }),
      fc.oneof(value, fc.record({ splits: fc.oneof(splits, value), groups: fc.oneof(groups, value) })).map(bytesOf),
    );
    let read = 0;
    fc.assert(
      fc.property(claim, (bytes) => {
        const claimed = readClaim(bytes, task);
        if (claimed === null) return;
        read += 1;
        const named = claimed.groups.map((one) => ({ ...one, title: 'T', mend: 'M' }));
        expect(judged({ ...claimed, groups: named }).earned).toBeLessThanOrEqual(CHECK.points);
      }),
      { numRuns: RUNS },
    );
    // some are near enough to be read
    expect(read).toBeGreaterThan(0);
  });
});

describe('contact sheets', () => {
  const pixels = new Uint8Array(SIZE).fill(7);
  const reportOn = (file: string, found: string): DataSetReport => ({
    splits: [],
    groups: [
      { code: 'duplicate', title: 'T', mend: 'M', count: 1, findings: [{ code: 'duplicate', file, row: 2, found }] },
    ],
  });
  test.each(AWKWARD)('a name with %j', async (part) => {
    const file = `a${part}b.png`;
    const report = reportOn(file, `the same as ${part}`);
    const png = await contactSheetPng(report, new Map([[file, pixels]]), SIDE);
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
    const html = await contactSheetHtml(report, new Map([[file, pixels]]), SIDE, file);
    expect(html.match(/<figure>/g)).toHaveLength(1);
    expect(html).not.toContain('<script');
  });
  test('names of any characters', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, async (file, found) => {
        const pictures = new Map([[file, pixels]]);
        const png = await contactSheetPng(reportOn(file, found), pictures, SIDE);
        expect(png?.subarray(1, 4).toString()).toBe('PNG');
        await contactSheetHtml(reportOn(file, found), pictures, SIDE, found);
      }),
      { numRuns: casesOf({ usual: 25, full: 2000 }) },
    );
  }, 120_000);
});

describe('sizes', () => {
  const labels = (rows: string) => ({
    name: '',
    folder: 'data',
    labels: { status: 'read' as const, bytes: Buffer.from(`file,label\n${rows}`) },
    files: [],
  });
  test('100,000 rows are refused, 50,000 rows of files that are not there are counted', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, at) => `${String(at)}.png,cat\n`).join('');
    expect(readLabels(labels(rows(100_000)), CLASSES).findings[0]?.found).toBe('100000 rows or more, at most 50000');
    const seen = { ...labels(rows(50_000)), files: ['Z.png'], images: new Map() };
    const [missing] = examineDataSet({ splits: [seen] }, RULES).groups;
    expect([missing?.code, missing?.count, missing?.findings.length]).toEqual(['file-missing', 50_000, MOST_FINDINGS]);
  });
  test('a label of a megabyte is cut', () => {
    const { findings } = readLabels(labels(`a.png,${'x'.repeat(1 << 20)}\n`), CLASSES);
    expect(findings.map(({ found }) => found.length < 200)).toEqual([true]);
  });
  test('1,500 copies of one image are all counted, and a thousand named', () => {
    const files = Array.from({ length: 1500 }, (_, at) => `${String(at)}.png`);
    const one: DecodedImage = { status: 'decoded', pixels: new Uint8Array(SIZE).map((_, at) => at), remarks: [] };
    const seen: SplitSeen = {
      ...labels(files.map((file) => `${file},cat\n`).join('')),
      files,
      images: new Map(files.map((file) => [file, one])),
    };
    const group = examineDataSet({ splits: [seen] }, RULES).groups.find(({ code }) => code === 'duplicate');
    expect([group?.count, group?.findings.length]).toEqual([1499, MOST_FINDINGS]);
  });
});
