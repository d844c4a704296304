import { describe, expect, test } from '@jest/globals';
import { judgeSteps } from '../../../../grader/kinds/steps/judge.js';
import { CHECK, RUBRIC, judgeText, sentenceOf } from '../../../support/quiz2-steps.js';

describe('hostile and broken files', () => {
  test.each([
    ['NaN', '{"forward": {"yhat": NaN}}', 'line 1, column 22: NaN is not a JSON value'],
    ['a lost bracket', '{"forward": {\n "yhat": 1', 'answers.json is not valid JSON: line 2'],
    ['deep nesting', '['.repeat(200_000), 'answers.json is nested more than 100 levels deep'],
    ['deep nesting that is valid', `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 'more than 100 levels deep'],
    [
      'a minus sign of a slide',
      '{"forward": {\n "yhat": \u22121}}',
      'line 2, column 10: the character \u2212 (U+2212): a minus',
    ],
    [
      'quotes of a word processor',
      '{\u201cforward\u201d: 1}',
      'the character \u201c (U+201C): JSON has straight double quotes',
    ],
    ['a no-break space', '{"forward":\u00a01}', '(U+00A0): between values JSON has ordinary spaces only'],
    ['a character by itself', '{"forward": \u{1f600}}', '(U+1F600): JSON has it only within quotes'],
  ])('%s', (_name, text, message) => {
    const judged = judgeText(text);
    expect(judged.earned).toBe(0);
    expect(judged.summary).toContain(message);
  });
  test.each([
    ['toString', '{"toString": 1}'],
    ['valueOf', '{"valueOf": 1}'],
    ['__proto__', '{"__proto__": 1}'],
    ['toJSON', '{"toJSON": 1}'],
    ['length', '{"length": 2, "0": 1, "1": 1}'],
  ])('an object with %s where numbers are expected is an object', (_name, value) => {
    const judged = judgeText(`{"forward": {"z1": ${value}, "z2": [1, ${value}]}}`);
    expect(sentenceOf(judged, 'forward.z1')).toBe('is an object, expected numbers');
    expect(sentenceOf(judged, 'forward.z2')).toBe('has an object at [1], expected numbers');
  });
  test('keys of Object.prototype are not answers, and __proto__ does nothing', () => {
    const judged = judgeText('{"__proto__": {"forward": {"yhat": 1}}, "constructor": 1}');
    expect(judged.earned).toBe(0);
    expect(({} as Record<string, unknown>)['forward']).toBeUndefined();
  });
  test('binary and missing files say so', () => {
    const binary = new Map([['answers.json', { status: 'read' as const, bytes: new Uint8Array([0xff, 0xfe, 0, 1]) }]]);
    const missing = new Map([['answers.json', { status: 'missing' as const }]]);
    const seen = { files: [], models: new Map(), dataSets: new Map(), outcomes: new Map() };
    expect(judgeSteps(CHECK, { ...seen, documents: binary }, RUBRIC).summary).toContain('not text');
    expect(judgeSteps(CHECK, { ...seen, documents: missing }, RUBRIC).summary).toContain('answers.json is missing');
  });
});
