/** YAML can contain NaN and Infinity, but the numbers of a rubric must not. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { isScalar, parseDocument, visit } from 'yaml';
import { problemsAfter, problemsIn, SMALL_RUBRIC } from '../../support/rubric-text.js';

/** The places of all numbers in a text of YAML, in UTF-16 units. */
function numbersIn(text: string): [number, number][] {
  const found: [number, number][] = [];
  visit(parseDocument(text), {
    Scalar: (_key, node) => {
      if (isScalar(node) && typeof node.value === 'number' && node.range) found.push([node.range[0], node.range[1]]);
    },
  });
  return found;
}

test.each(['.nan', '.inf', '-.inf'])('%s is refused instead of any number', (odd) => {
  for (const text of [SMALL_RUBRIC, readFileSync('rubrics/quiz2.yaml', 'utf8')]) {
    expect(problemsIn(text)).toEqual([]);
    const places = numbersIn(text);
    expect(places.length).toBeGreaterThan(20);
    const passed = places.filter(
      ([start, end]) => problemsIn(text.slice(0, start) + odd + text.slice(end)).length === 0,
    );
    expect(passed.map(([start]) => text.slice(start - 30, start + 10))).toEqual([]);
  }
});

test.each([
  ['[[1, .nan]]', 'found NaN in an accepted answer'],
  ['[[1, 2], [3]]', 'found a row of 1 where the first row has 2 [1] in an accepted answer'],
  ['[[one]]', 'found a string ("one") [0][0] in an accepted answer'],
])('an accepted answer of %s is none', (equals, said) => {
  const step = '{ path: dW, points: 2';
  expect(problemsAfter(step, `${step}, accept: [{ equals: ${equals}, note: n }]`)[0]).toContain(said);
});
