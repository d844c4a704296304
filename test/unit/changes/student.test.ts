/** Who is meant by what a person types. */
import { expect, test } from '@jest/globals';
import { chooseStudent, wordsOfReport } from '../../../grader/changes/student.js';

const PEOPLE = [
  { id: 's1', words: ['Ada Lovelace', 'al1', 'ada@example.edu'] },
  { id: 's10', words: ['Zoë Müller', 'zm2', 'zoe@example.edu'] },
  { id: 'ada', words: [] },
  { id: 'pair', words: ['Grace Hopper', 'Alan Turing'] },
];
const choose = (typed: string) => chooseStudent(PEOPLE, typed, 'run');

test.each([
  ['s1', 's1'],
  ['S10', 's10'],
  ['ada', 'ada'],
  ['ada lovelace', 's1'],
  ['ADA@example.edu', 's1'],
  ['zm2', 's10'],
  ['lovel', 's1'],
  // typed with combining characters
  ['Zoe\u0308', 's10'],
  ['turing', 'pair'],
])('%s is %s', (typed, id) => {
  expect(choose(typed)).toBe(id);
});

test('who is not clear is asked for, with those who may be meant', () => {
  expect(() => choose('example')).toThrow('2 submissions fit "example": s1 (Ada Lovelace), s10 (Zoë Müller)');
  expect(() => choose('nobody')).toThrow(/nobody in run fits "nobody"\.$/);
  expect(() => choose('lovelase')).toThrow('nobody in run fits "lovelase". Did you mean s1 (Ada Lovelace)?');
  expect(() => choose('padr')).toThrow('Did you mean pair?');
  expect(() => choose('')).toThrow('nobody in run fits ""');
  expect(() => chooseStudent([], 'x', 'run')).toThrow('nobody in run fits "x".');
});

test('accents that were not typed are forgiven in what is suggested', () => {
  const people = [
    { id: 'con', words: [] },
    { id: 's7', words: ['Zoë Müller'] },
  ];
  expect(() => chooseStudent(people, 'zoe', 'run')).toThrow('fits "zoe". Did you mean s7 (Zoë Müller)?');
  expect(() => chooseStudent(people, 'Muler', 'run')).toThrow('Did you mean s7 (Zoë Müller)?');
});

test('two people with one name are both named, and of many, the first', () => {
  const many = Array.from({ length: 20 }, (_, at) => ({ id: `s${String(at)}`, words: ['Kim'] }));
  expect(() => chooseStudent(many, 'kim', 'run')).toThrow(/s0 \(Kim\), .*, s7 \(Kim\), 12 more/);
});

test('names in a report of any version', () => {
  const submitters = [{ name: 'Ada', email: 'a@x' }, { id: 'i1' }, 3, { name: 4 }];
  expect(wordsOfReport({ submission: { submitters } })).toEqual(['Ada', 'a@x', 'i1']);
  expect(wordsOfReport(null)).toEqual([]);
  expect(wordsOfReport({ submission: { submitters: 'x' } })).toEqual([]);
});
