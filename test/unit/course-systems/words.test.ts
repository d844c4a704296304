/** Checks in words, and words for XML. */
import { expect, test } from '@jest/globals';
import { checkLines, oneLine, titleWithPoints } from '../../../grader/course-systems/lines.js';
import { xmlText } from '../../../grader/course-systems/xml.js';
import { resultsOfEach } from '../../support/page-reports.js';

const [result] = resultsOfEach('plain');
if (result === undefined) throw new Error('no result');

test('wrong outputs come with what was found, right ones by name', () => {
  const lines = checkLines(result);
  expect(lines[0]).toBe('plain');
  expect(lines).toContain('  dz1: is plain');
  expect(lines.at(-1)).toBe('Right: dx, plain');
});
test('of many right outputs the first are named', () => {
  const { evidence } = result;
  if (evidence.type !== 'comparison') throw new Error('not a comparison');
  const outputs = Array.from({ length: 100 }, (_, index) => ({
    ...{ name: `o${String(index)}`, verdict: 'match' as const, error: 0, earned: 1, possible: 1 },
    ...{ sentence: 'right', notes: [] },
  }));
  const last = checkLines({ ...result, evidence: { ...evidence, outputs } }).at(-1);
  expect(last).toMatch(/^Right: o0, .*, o59 and 40 more$/);
});
test('a title is one line, with its points', () => {
  expect(titleWithPoints({ ...result, title: 'a\n\tb' })).toBe('a b: 1 of 2 points');
  expect(oneLine(' a\u202e\r\nb ')).toBe(String.raw`a\u{202e}\u{d} b`);
});
test('what XML cannot hold is written out, and what it reads as markup is escaped', () => {
  expect(xmlText(`<a b="c">'&\u0000\ud800\uffff`)).toBe(
    String.raw`&lt;a b=&quot;c&quot;&gt;&apos;&amp;\u{0}\u{d800}\u{ffff}`,
  );
});
