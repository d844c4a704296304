/** Causes of a class and what became of them, counted by hand. */
import { describe, expect, test } from '@jest/globals';
import { groupCauses } from '../../../grader/report/causes.js';
import { causeLines, classCauses } from '../../../grader/report/class-causes.js';
import { mistakesIn } from '../../../grader/report/named-mistakes.js';
import { drawMistakes, drawRepairs } from '../../../grader/report/pages/class-causes.js';
import { NOTHING } from '../../../grader/report/pages/html.js';
import { renderClassPage } from '../../../grader/report/pages/class-page.js';
import { repairsOf } from '../../../grader/report/repair.js';
import { standingOf, type Standing, type StandingResult } from '../../../grader/report/standing.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import type { Evidence } from '../../../grader/schema/report.js';
import { makeReport } from '../../support/reports.js';
import { standing } from '../../support/standings.js';

type Mistakes = NonNullable<OutputEvidence['mistakes']>;
const output = (mistakes?: Mistakes): OutputEvidence => ({
  ...{ name: 'dW1', verdict: 'different', error: 1, earned: 0, possible: 1, sentence: 'is wrong', notes: [] },
  ...(mistakes === undefined ? {} : { mistakes }),
});
const comparison = (...outputs: OutputEvidence[]): Evidence => ({ type: 'comparison', outputs, samples: [], calls: 1 });

describe('the names of mistakes in evidence', () => {
  test.each<[Evidence, string[]]>([
    [{ type: 'none' }, []],
    [comparison(output()), []],
    [comparison(output([])), []],
    [
      comparison(
        output([{ name: 'relu-no-mask', at: 'z2', claim: 'one' }]),
        output([{ name: 'relu-no-mask', claim: 'scaled' }]),
      ),
      ['relu-no-mask'],
    ],
    [
      comparison(
        output([
          { name: 'b', claim: 'pair' },
          { name: 'a', claim: 'pair' },
        ]),
      ),
      ['a', 'b'],
    ],
    // of several that fit alike it is not known which was made
    [
      comparison(
        output([
          { name: 'b', claim: 'several' },
          { name: 'a', claim: 'several' },
        ]),
      ),
      ['a or b'],
    ],
  ])('%#', (evidence, names) => {
    expect(mistakesIn(evidence)).toEqual(names);
  });
  test('a standing has them, and whether anything was compared and its student saw it', () => {
    const report = makeReport();
    const [one, two] = report.results;
    if (one === undefined || two === undefined) throw new Error('no results');
    const failed = { ...one, status: 'failed' as const, hint: 'Where?' };
    const error = { code: 'RUNTIME_ERROR', message: 'x' } as const;
    const { results } = standingOf({
      ...report,
      results: [
        { ...failed, evidence: comparison(output([{ name: 'no-bias', claim: 'one' }])) },
        { ...failed, visibility: 'hidden', evidence: { type: 'error', error } },
        { ...failed, evidence: { ...comparison(), error } as Evidence },
      ],
    });
    expect(results.map(({ mistakes, hint, isShown, isUnassessed }) => [mistakes, hint, isShown, isUnassessed])).toEqual(
      [
        [['no-bias'], 'Where?', true, undefined],
        [undefined, 'Where?', undefined, true],
        [undefined, 'Where?', true, true],
      ],
    );
  });
});

const result = (id: string, mistakes: string[], change: Partial<StandingResult> = {}): StandingResult => ({
  ...{
    id,
    title: `Title ${id}`,
    status: 'partial',
    earned: 1,
    summary: `${id} has 2 wrong`,
    hint: `Look at ${id}`,
    isShown: true,
  },
  ...(mistakes.length === 0 ? {} : { mistakes }),
  ...change,
});
const of = (id: string, ...results: StandingResult[]): Standing => standing(id, 1, { results });
const passed: Partial<StandingResult> = { status: 'passed', earned: 4 };

describe('the causes of a class', () => {
  test('a named mistake is one cause, whichever checks found it; without a name it is the sentence of one check', () => {
    const causes = groupCauses([
      of('a', result('seed', ['no-mask']), result('batch', ['no-mask', 'no-bias'])),
      of('b', result('batch', ['no-mask'])),
      of('c', result('seed', [])),
      of('d', result('seed', []), result('batch', [])),
      of('e', result('seed', ['no-mask'], passed)),
    ]);
    expect(causes).toEqual([
      { name: 'no-mask', sentence: 'seed has # wrong', titles: ['Title seed', 'Title batch'], ids: ['a', 'b'] },
      { sentence: 'seed has # wrong', titles: ['Title seed'], ids: ['c', 'd'] },
      { name: 'no-bias', sentence: 'batch has # wrong', titles: ['Title batch'], ids: ['a'] },
      { sentence: 'batch has # wrong', titles: ['Title batch'], ids: ['d'] },
    ]);
  });
});

describe('what became of causes', () => {
  const had = of('x', result('seed', ['no-mask']));
  const next = (...results: StandingResult[]) => repairsOf([of('x', ...results)], new Map([['x', had]]));
  test('of nobody who did not hand in again', () => {
    expect(repairsOf([of('x', result('seed', []))], new Map())).toEqual([]);
    expect(repairsOf([], new Map([['x', had]]))).toEqual([]);
  });
  test.each<[string, StandingResult[], object]>([
    ['passed', [result('seed', [], passed)], { shown: { had: 1, repaired: 1 }, unknown: 0 }],
    ['another mistake', [result('seed', ['no-bias'])], { shown: { had: 1, repaired: 1 }, unknown: 0 }],
    ['the same', [result('seed', ['no-mask'])], { shown: { had: 1, repaired: 0 }, unknown: 0 }],
    ['the same among others', [result('seed', ['no-bias', 'no-mask'])], { shown: { had: 1, repaired: 0 }, unknown: 0 }],
    [
      'found by another check',
      [result('seed', [], passed), result('batch', ['no-mask'])],
      { shown: { had: 1, repaired: 0 } },
    ],
    [
      'its code threw',
      [result('seed', [], { status: 'failed', isUnassessed: true })],
      { shown: { had: 0, repaired: 0 }, unknown: 1 },
    ],
    ['skipped', [result('seed', [], { status: 'skipped' })], { shown: { had: 0, repaired: 0 }, unknown: 1 }],
    [
      'not graded',
      [result('seed', [], { status: 'ungraded', earned: null })],
      { shown: { had: 0, repaired: 0 }, unknown: 1 },
    ],
    ['a check that is no longer there', [result('other', [])], { shown: { had: 0, repaired: 0 }, unknown: 1 }],
  ])('%s', (_, results, expected) => {
    expect(next(...results)).toEqual([expect.objectContaining({ name: 'no-mask', hint: 'Look at seed', ...expected })]);
  });
  test('a sentence that is another one is gone only with more points', () => {
    const before = new Map([['x', of('x', result('seed', []))]]);
    const repaired = (change: Partial<StandingResult>) =>
      repairsOf([of('x', result('seed', [], change))], before)[0]?.shown.repaired;
    expect(repaired({ summary: 'another sentence' })).toBe(0);
    expect(repaired({ summary: 'another sentence', earned: 2 })).toBe(1);
    expect(repaired({ summary: 'seed has 9 wrong', earned: 2 })).toBe(0);
    expect(repaired(passed)).toBe(1);
  });
  test('those who could not see the check are counted by themselves', () => {
    const { isShown: _isShown, ...unseen } = result('seed', ['no-mask']);
    const before = new Map([
      ['a', of('a', unseen)],
      ['b', of('b', unseen)],
      ['c', had],
    ]);
    const now = [of('a', result('seed', [], passed)), of('b', unseen), of('c', result('seed', [], passed))];
    expect(repairsOf(now, before)).toEqual([
      {
        ...{ name: 'no-mask', sentence: 'seed has # wrong', titles: ['Title seed'], hint: 'Look at seed' },
        ...{ shown: { had: 1, repaired: 1 }, unshown: { had: 2, repaired: 1 }, unknown: 0 },
      },
    ]);
  });
  test('the rate, in JSON and in the terminal', () => {
    const ids = ['a', 'b', 'c'];
    const before = new Map(ids.map((id) => [id, of(id, result('seed', ['no-mask']))]));
    const now = ids.map((id) => of(id, result('seed', id === 'c' ? ['no-mask'] : [], id === 'c' ? {} : passed)));
    const causes = classCauses(now, before);
    expect(causes.repairs).toMatchObject([{ name: 'no-mask', rate: 0.6667 }]);
    expect(causeLines(causes)).toEqual([
      '',
      'Of those who were told of it and handed in again, without it now:',
      '    2 of 3  no-mask: seed has # wrong',
    ]);
    expect(causeLines(classCauses([...before.values()]))).toEqual(['     3 × no-mask: seed has # wrong']);
    expect(
      classCauses(now.slice(0, 1), new Map([['a', of('a', { ...result('seed', ['m']), isShown: false })]])).repairs,
    ).toMatchObject([{ rate: null }]);
  });
});

test('the page of a class tells causes by their names, and what became of them, with hostile text as text', () => {
  const hostile = '</script><b>x</b>';
  const before = new Map([['a', of('a', result('seed', [hostile], { hint: hostile }))]]);
  const standings = [
    of('a', result('seed', [], passed)),
    of('b', result('seed', ['no-mask'])),
    of('c', result('seed', ['no-mask'])),
  ];
  const text = renderClassPage({ title: 'Quiz', standings, missing: [], before });
  expect(text).toMatch(/<b>2<\/b> × <b><bdi>no-mask<\/bdi><\/b>: /);
  expect(text).toContain('1 submission follows an earlier one');
  expect(text.replace(/<[^>]*>/g, ' ')).toMatch(/\s1 of 1\s+100\s%\s+–\s+0\s/);
  expect(text).not.toContain('<b>x</b>');
  expect(renderClassPage({ title: 'Quiz', standings, missing: [] })).not.toContain('From one submission to the next');
});

test('nothing is drawn where there is nothing to tell', () => {
  expect([drawMistakes([]), drawRepairs([], 3)]).toEqual([NOTHING, NOTHING]);
});
