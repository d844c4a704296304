/** Characters that look like those of the keyboard are named wherever people's text is parsed. */
import { expect, test } from '@jest/globals';
import { answerAt, parseAnswers } from '../../../../grader/checks/judging/answers.js';
import { problemsAfter } from '../../../support/rubric-text.js';

function said(text: string): string {
  const parsed = parseAnswers('answers.json', { status: 'read', bytes: Buffer.from(text) });
  return parsed.ok ? JSON.stringify(answerAt(parsed.value, 'a')) : parsed.error.message;
}

test.each([
  ['{"a": "\u22121"}', 'write -1, not'],
  ['{"a": "\u22121"}', 'U+2212'],
  ['{"a": "\uff11"}', 'write 1, not'],
  ['{"a": "\u201c1\u201d"}', 'U+201C'],
  ['{"a": \uff11}', '(U+FF11): digits in JSON are 0 to 9'],
  ['{"a": \u200b1}', 'the character that does not show (U+200B): delete it'],
  ['{"a": \uff3b1]}', 'brackets in JSON are [ ] and { }'],
  ['{"a\u200b": 1}', 'U+200B'],
])('%j in answers', (text, expected) => {
  expect(said(text)).toContain(expected);
});

test.each([
  ['points: 20\n', 'points: \u221220\n', 'U+2212'],
  ['points: 20\n', 'points: \uff12\uff10\n', 'U+FF12'],
  ['points: 20\n', 'points: \u201c20\u201d\n', 'U+201C'],
  ['due: "2018-09-13T23:59:00-05:00"', 'due: "2018-09-13T23:59:00\u221205:00"', 'U+2212'],
  ['points: 20\n', 'p\u043eints: 20\n', 'U+043E'],
  ['data: heldout\n', 'data: held\u200bout\n', 'U+200B'],
])('%j as %j in a rubric', (from, to, expected) => {
  expect(problemsAfter(from, to).join('\n')).toContain(expected);
});
