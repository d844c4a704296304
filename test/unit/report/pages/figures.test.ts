/** Figures: where things are drawn, by hand calculation, and the words that say the same. */
import { describe, expect, test } from '@jest/globals';
import { bars, curves, ramp } from '../../../../grader/report/pages/figures/charts.js';
import { figure, label, round } from '../../../../grader/report/pages/figures/figure.js';
import { graphFigure } from '../../../../grader/report/pages/figures/graph.js';
import { confusionMatrix, differenceMap } from '../../../../grader/report/pages/figures/heat.js';
import { decisionMap, gallery } from '../../../../grader/report/pages/figures/maps.js';
import type { SafeHtml } from '../../../../grader/report/pages/html.js';
import { PIXEL } from '../../../support/evidence-of-each.js';
import { cutText } from '../../../../grader/report/printable.js';

/** On one line, as a browser reads it. */
const flat = ({ text }: SafeHtml) => text.replaceAll(/\s+/g, ' ');
const wordsOf = (text: string) => /<p class="words">([^<]*)<\/p>/.exec(text)?.[1]?.replaceAll('&gt;', '>') ?? '';
const valuesOf = (text: string, tag: string, attribute: string) =>
  Array.from(text.matchAll(new RegExp(`<${tag}[^>]*\\b${attribute}="([^"]*)"`, 'g')), ([, value]) => value);

test('every figure says in words what it shows, for the eye and for a screen reader', () => {
  const text = flat(figure({ title: 'T', words: 'It is "so".', width: 10.04, height: 5 }, label(1, 2, '<a>')));
  expect(text).toContain('aria-label="T: It is &quot;so&quot;."');
  expect(wordsOf(text)).toBe('It is &quot;so&quot;.');
  expect(text).toContain('viewBox="0 0 10 5"');
  expect(text).toContain('&lt;a&gt;');
  expect([round(1.25), round(-0.04), cutText('abcd', 4), cutText('abcde', 4)]).toEqual([1.3, -0, 'abcd', 'abc…']);
});

describe('a difference map', () => {
  test('is darkest where the difference is largest', () => {
    const text = flat(
      differenceMap('D', {
        rows: 4,
        columns: 6,
        values: [
          [0, 1],
          [2, 4],
        ],
      }),
    );
    expect(valuesOf(text, 'rect', 'fill-opacity')).toEqual(['0', '0.25', '0.5', '1']);
    expect(wordsOf(text)).toBe(
      'A matrix of 4 x 6; the block that differs most is block 2 of 2 from above and 2 of 2 from the left, with a mean difference of 4.',
    );
  });
  test('has what is not finite as the worst', () => {
    const text = flat(differenceMap('D', { rows: 1, columns: 2, values: [[3, 'NaN']] }));
    expect(valuesOf(text, 'rect', 'fill-opacity')).toEqual(['1', '1']);
    expect(wordsOf(text)).toContain('block 1 of 1 from above and 2 of 2 from the left');
    expect(wordsOf(text)).toContain('some of it is not finite');
  });
  test('without a difference says so', () => {
    expect(wordsOf(differenceMap('D', { rows: 1, columns: 1, values: [[0]] }).text)).toBe('There is no difference.');
  });
});

test('a confusion matrix names the commonest confusions', () => {
  const text = flat(
    confusionMatrix(
      'C',
      ['cat', 'dog', 'tux'],
      [
        [5, 2, 0],
        [1, 9, 0],
        [3, 0, 4],
      ],
    ),
  );
  expect(wordsOf(text)).toBe(
    'Rows are true classes, columns predicted ones. The commonest confusions: tux for cat (3), cat for dog (2), dog for cat (1).',
  );
  expect(valuesOf(text, 'rect', 'class')).toEqual([
    'good',
    'heat',
    'heat',
    'heat',
    'good',
    'heat',
    'heat',
    'heat',
    'good',
  ]);
  expect(
    wordsOf(
      confusionMatrix(
        'C',
        ['a', 'b'],
        [
          [1, 0],
          [0, 1],
        ],
      ).text,
    ),
  ).toContain('No example is taken for another');
});

describe('curves', () => {
  test('leave out what is not finite, and mark it', () => {
    const text = flat(curves('L', [{ name: 'loss', steps: [0, 10, 20], values: [4, 'NaN', 2] }], null));
    expect(wordsOf(text)).toBe('loss goes from 4 to 2, with a minimum of 2 and one value that is not finite.');
    // from 54 to 508 across, 210 to 12 up for 0 to 4: two pieces of the line, as the value between is missing
    expect(valuesOf(text, 'path', 'd')).toContain('M54,12ZM508,111Z');
    expect(valuesOf(text, 'path', 'd')).toContain('M281 12v8');
  });
  test('have a mark at the step to stop at', () => {
    const text = flat(curves('L', [{ name: 'loss', steps: [0, 10], values: [1, 0] }], { step: 5, text: 'stop' }));
    expect(text).toContain('class="mark" d="M281 12V210"');
    expect(wordsOf(text)).toBe('loss goes from 1 to 0, with a minimum of 0; stop.');
  });
  test('without any finite value are words', () => {
    expect(wordsOf(curves('L', [{ name: 'loss', steps: [0], values: ['NaN'] }], null).text)).toBe(
      'There is no finite value.',
    );
  });
});

test('a share stands at its place on the ramp', () => {
  const text = flat(ramp('R', 0.5, { from: 0.25, to: 0.75 }, { lower: 0.4, upper: 0.6 }));
  // 14 to 490 for 0 to 1
  expect(valuesOf(text, 'circle', 'cx')).toEqual(['252']);
  expect(wordsOf(text)).toBe('50 %, 95 % interval 40 % to 60 %. Nothing is earned up to 25 %, everything from 75 %.');
});

test('bars are as long as their counts', () => {
  const text = flat(
    bars('B', [
      { name: 'cat', value: 10 },
      { name: 'dog', value: 5 },
    ]),
  );
  // 120 to 464 for 0 to 10
  expect(valuesOf(text, 'rect', 'width')).toEqual(['344', '172']);
  expect(wordsOf(text)).toBe('cat: 10, dog: 5.');
});

describe('a network', () => {
  const graph = {
    inputs: ['x', 'W', 'unused'],
    nodes: [
      { name: 'z', op: 'linear', of: ['x', 'W'] },
      { name: 'h', op: 'relu', of: ['z'] },
      { name: 'loss', op: 'add', of: ['h', 'z'] },
    ],
  };
  const text = flat(graphFigure('G', graph, { z: 'wrong', x: 'follow-on', loss: 'right' }, 'z'));
  test('stands in columns by the distance from the inputs', () => {
    const boxes = Array.from(text.matchAll(/<rect class="([^"]*)" x="([^"]*)"/g), ([, kind, x]) => [kind, x]);
    expect(boxes).toEqual([
      ['node wrong first', '125'],
      ['node unasked', '249'],
      ['node right', '373'],
      ['node follow-on', '1'],
      ['node unasked', '1'],
    ]);
    expect(valuesOf(text, 'path', 'class')).toHaveLength(5);
  });
  test('is told in words', () => {
    expect(wordsOf(text)).toBe(
      'z = linear(x, W); h = relu(z); loss = add(h, z). Right: loss; wrong: z; wrong only because of an earlier mistake: x; the first wrong one is z.',
    );
  });
  test('of many nodes is words only', () => {
    const nodes = Array.from({ length: 60 }, (_, index) => ({ name: `n${String(index)}`, op: 'relu', of: [] }));
    expect(graphFigure('G', { inputs: [], nodes }, {}, null).text).not.toContain('<svg');
  });
});

describe('a decision map', () => {
  const map = {
    classes: ['in', 'out'],
    x: [-1, 1] as const,
    y: [0, 4] as const,
    cells: [
      [0, 0],
      [0, 1],
    ],
    points: [{ x: 0, y: 1, label: 1, right: false }],
  };
  const text = flat(decisionMap('M', map));
  test('has its first row at the bottom, and neighbours of one class as one', () => {
    const areas = Array.from(
      text.matchAll(/<rect class="area k(\d)" x="([^"]*)" y="([^"]*)" width="([^"]*)"/g),
      (found) => found.slice(1),
    );
    expect(areas).toEqual([
      ['0', '0', '160', '320'],
      ['0', '0', '0', '160'],
      ['1', '160', '0', '160'],
    ]);
  });
  test('has examples at their places, the wrong ones larger', () => {
    expect(text).toContain('class="point k1 missed" cx="160" cy="240" r="4"');
    expect(wordsOf(text)).toBe(
      'From -1 to 1 across and 0 to 4 up, the model predicts in on 75 %, out on 25 % of the plane. Of 1 example shown, 1 is classified wrong. It is the large circle.',
    );
  });
});

test('pictures stand with their captions', () => {
  const text = flat(gallery('P', [{ caption: '4: cat, taken for dog', pictures: [PIXEL] }]));
  expect(text).toContain(`src="data:image/png;base64,${PIXEL.png}"`);
  expect(text).toContain('alt="4: cat, taken for dog"');
});
