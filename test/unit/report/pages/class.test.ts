/** The page of a class: its counts, compared with counts by hand, and its text. */
import { describe, expect, test } from '@jest/globals';
import { withoutNumbers } from '../../../../grader/report/causes.js';
import { checksOf, sharedMistakes, tenthsOf } from '../../../../grader/report/pages/class-facts.js';
import { renderClassPage } from '../../../../grader/report/pages/class-page.js';
import { CLASS_SCRIPT } from '../../../../grader/report/pages/class-script.js';
import { hrefOf, rowsOf } from '../../../../grader/report/pages/class-table.js';
import { classOf, standing } from '../../../support/standings.js';
import { medianOf, scoresOf } from '../../../../grader/report/class-scores.js';

const page = (standings: Parameters<typeof renderClassPage>[0]['standings']) =>
  renderClassPage({ title: 'Quiz', standings, missing: [] });

describe('the facts of a class', () => {
  const four = [standing('a', 10), standing('b', 9.99), standing('c', 0), standing('d', null)];

  test('tenths, with full points in the last and without those that are not graded', () => {
    expect(tenthsOf(four)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(tenthsOf([standing('a', 3)])[3]).toBe(1);
  });
  test('the median of an odd and an even number of scores', () => {
    expect(medianOf([1, 2, 9])).toBe(2);
    expect(medianOf([1, 2, 4, 9])).toBe(3);
    expect(scoresOf(four)).toEqual([0, 9.99, 10]);
  });
  test('how many passed each check', () => {
    const counts = { passed: 1, partial: 1, failed: 1, skipped: 0, ungraded: 1, open: 0 };
    expect(checksOf(four)).toEqual([{ id: 'loss', title: 'The loss', counts }]);
  });
  test('the same mistake with other numbers is one group; that of one submission is none', () => {
    const twice = ['1 of 8 wrong, z1 is 2.5', '3 of 8 wrong, z1 is -1e-7'].map((summary, index) =>
      standing(String(index), 1, {}, summary),
    );
    const groups = sharedMistakes([
      ...twice,
      standing('x', 1, {}, 'something else'),
      standing('y', 10, {}, 'fine'),
      standing('z', 10, {}, 'fine'),
    ]);
    const sentence = '# of # wrong, z1 is #';
    expect(groups).toEqual([{ titles: ['The loss'], sentence, ids: ['0', '1'] }]);
  });
  test('the same mistake is one group, however much follows from it', () => {
    const summaries = [
      'dz1 has no mask (4 of 8 outputs wrong)',
      'dz1 has no mask (3 of 8 outputs wrong); the function keeps state',
      'dz1 has no mask; 3 later steps follow from it and count',
      'dz1 has no mask (2 of 11 steps lose points); 1 later step follows from it and counts',
      'dz1 has no mask',
      'dz1 has no mask; dz2 is lost',
    ];
    const groups = sharedMistakes(summaries.map((summary, index) => standing(String(index), 1, {}, summary)));
    expect(groups.map(({ sentence, ids }) => [sentence, ids])).toEqual([
      ['dz1 has no mask', ['0', '1', '2', '3', '4']],
    ]);
  });
  test('what two checks found in the same submissions is one group, of others it is another', () => {
    const of = (id: string, ...checks: readonly string[]) =>
      standing(id, 1, {
        results: checks.map((check) => ({
          ...{ id: check, title: `Title ${check}`, status: 'failed', earned: 0, summary: 'dz1 has no mask' },
        })),
      });
    const groups = sharedMistakes([of('a', 'seed', 'batch'), of('b', 'seed', 'batch', 'late'), of('c', 'late')]);
    expect(groups).toEqual([
      { titles: ['Title seed', 'Title batch'], sentence: 'dz1 has no mask', ids: ['a', 'b'] },
      { titles: ['Title late'], sentence: 'dz1 has no mask', ids: ['b', 'c'] },
    ]);
  });
  test('a share that is too small is told without its numbers, and with what explains it', () => {
    const share = (percent: number) => `${String(percent)} % right (9 of 20, 95 % interval 23.1 % to 66.8 %)`;
    const full = 'full points from 94.0 %';
    const summaries = [
      `${share(45)}; ${full}`,
      `${share(51.5)}; ${full}`,
      `${share(4)}; with the two classes swapped it would be 96 %; ${full}`,
      `${share(5)}; with the two classes swapped it would be 95 %; ${full}`,
    ];
    const groups = sharedMistakes(summaries.map((summary, index) => standing(String(index), 1, {}, summary)));
    expect(groups.map(({ sentence, ids }) => [sentence, ids])).toEqual([
      ['less than what earns full points', ['0', '1']],
      ['with the two classes swapped it would be # %', ['2', '3']],
    ]);
  });
  test('numbers in names stay', () => {
    expect(withoutNumbers('answers.json is not text (UTF-8), 3 of -8')).toBe(
      'answers.json is not text (UTF-8), # of #',
    );
    expect(withoutNumbers('dW1[2] is 3.5 where w2 has -4, not 1e-3')).toBe('dW1[#] is # where w2 has #, not #');
  });
});

describe('the page of a class', () => {
  test('names what needs attention', () => {
    const text = page([
      standing('broken', null),
      standing('empty', 0),
      standing('slow', 10, { timing: { wallMs: 98_765 } }),
    ]);
    expect(text).toMatch(/Not graded \(1\):.*broken/s);
    expect(text).toMatch(/Without any points \(1\):.*empty/s);
    expect(text).toMatch(/Slowest:<\/b> <a href="reports\/slow\/report.html"><bdi>slow<\/bdi><\/a> 98\.8 s/);
  });
  test('says which submissions have no report', () => {
    const missing = [{ id: 'eve', because: 'report.json is not there' }];
    expect(renderClassPage({ title: 'Quiz', standings: [], missing })).toContain('report.json is not there');
  });
  test('has the same bytes for the same class, and others for another one', () => {
    expect(page(classOf(5))).toBe(page(classOf(5)));
    expect(page(classOf(5))).not.toBe(page(classOf(6)));
  });
  test('hostile names cannot end the data of the script, nor lead elsewhere', () => {
    const id = '</script><script>alert(1)</script>';
    const text = page([standing(id, 1)]);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain('<script>alert');
    expect(hrefOf('javascript:alert(1)')).toBe('reports/javascript%3Aalert(1)/report.html');
    expect(hrefOf('a/../../b#?')).toBe('reports/a%2F..%2F..%2Fb%23%3F/report.html');
    expect(hrefOf('\ud800')).toBe('reports/%EF%BF%BD/report.html');
  });
  test('10,000 students: a hundred rows in the page, all in its data', () => {
    const text = page(classOf(10_000));
    expect(text.match(/<tr>/g)?.length).toBeLessThan(120);
    const data = /id="data">(.*?)<\/script>/s.exec(text)?.[1] ?? '';
    expect((JSON.parse(data) as { rows: unknown[] }).rows).toHaveLength(10_000);
    expect(Buffer.byteLength(text)).toBeLessThan(3_000_000);
  });
  test('a row says what is lost, and why', () => {
    const one = standing('a', 4, {}, 'loss is wrong');
    const [row] = rowsOf([one], checksOf([one]));
    expect(row).toMatchObject({
      earned: 4,
      status: 'some points',
      lost: [0],
      why: 'loss: loss is wrong',
      seconds: 1.2,
    });
  });
  test('a row names the late policy as the terminal does, also where nothing is left to deduct', () => {
    const dates = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' };
    const late = {
      ...dates,
      policy: 'none',
      daysLate: 9,
      closed: true,
      factor: 0,
      sentence: 'handed in after it closed',
    };
    const { verdict } = standing('a', 0);
    expect(rowsOf([standing('a', 0, { verdict: { ...verdict, late } })], [])[0]?.why).toBe(
      'handed in after it closed (0 before the policy); loss: loss is wrong',
    );
  });
  test('a class without names has no second column of ids', () => {
    const { submission } = standing('a', 5);
    const without = page([standing('a', 5, { submission: { ...submission, submitters: [] } })]);
    expect(without.match(/<th scope="col">/g)).toHaveLength(5 + 7);
    expect(without).toContain('"isNamed":false');
    expect(page([standing('a', 5)]).match(/<th scope="col">/g)).toHaveLength(6 + 7);
  });
  test('the script reads the fields that rows have', () => {
    const [row = {}] = rowsOf([standing('a', 4)], []);
    const [, fields = ''] = /text = \(\{ ([^}]*) \}\)/.exec(CLASS_SCRIPT) ?? [];
    expect(fields.split(', ').sort()).toEqual(Object.keys(row).sort());
  });
});
