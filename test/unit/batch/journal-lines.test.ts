/** Lines of a journal: they are read as written, and a line that was changed, lost or inserted is not trusted. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readLines, writeLine, type Entry, type Line } from '../../../grader/batch/journal-lines.js';

/** What `readLines` starts from in an empty journal. */
const START = readLines('').last;

function textOf(lines: readonly Line[]): string[] {
  let last = START;
  return lines.map((line) => {
    const { text, check } = writeLine(line, last);
    last = check;
    return text;
  });
}

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  submission: `submission of ${id}`,
  inputs: 'inputs',
  report: 'report',
  status: 'graded',
  givenUp: false,
  ...more,
});

const ids = fc.constantFrom('ada', 'bob', 'zoë "the" {great}\n', '王小明');
const lines: fc.Arbitrary<Line> = fc.oneof(
  fc.record({ id: ids, begun: fc.constantFrom('a', 'b'), inputs: fc.constantFrom('x', 'y'), released: fc.boolean() }),
  fc.record({
    id: ids,
    submission: fc.string(),
    inputs: fc.string(),
    report: fc.string(),
    status: fc.constantFrom('graded' as const, 'ungraded' as const),
    givenUp: fc.boolean(),
    outside: fc.string(),
  }),
);

test('of each submission the last entry is read as it was written, and nothing is damaged', () => {
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 12 }), (written) => {
      const { read, last } = readLines(textOf(written).join(''));
      expect(read.damage).toEqual([]);
      const finished = written.filter((line): line is Entry => !('begun' in line));
      expect([...read.entries]).toEqual([...new Map(finished.map((line) => [line.id, line]))]);
      // what comes next goes on from there
      const more = writeLine(entry('next'), last).text;
      expect(readLines(textOf(written).join('') + more).read.damage).toEqual([]);
    }),
  );
});

test("a character changed anywhere is detected, and the submission's entry is not trusted", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('0', 'x', '"', '}', ' '), (at, character) => {
      const texts = textOf([entry('ada'), entry('bob'), entry('eve')]);
      const second = texts[1] ?? '';
      const place = at % (second.length - 1);
      fc.pre(second[place] !== character);
      const changed = second.slice(0, place) + character + second.slice(place + 1);
      const { read } = readLines([texts[0], changed, texts[2]].join(''));
      expect(read.damage.length).toBeGreaterThan(0);
      expect(read.damage[0]).toMatch(/^line 2/);
      expect(read.entries.has('bob')).toBe(false);
      expect(read.entries.has('ada')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe('of three lines', () => {
  const [first = '', second = '', third = ''] = textOf([entry('ada'), entry('bob'), entry('eve')]);

  test.each([
    [
      'one that is taken out spoils the one after it',
      [first, third],
      ['ada'],
      ['line 2, about eve, was changed, or the line before it is missing'],
    ],
    [
      'two that change places are both not believed',
      [first, third, second],
      ['ada'],
      [
        'line 2, about eve, was changed, or the line before it is missing',
        'line 3, about bob, was changed, or the line before it is missing',
      ],
    ],
    [
      'one that stands twice is not believed',
      [first, second, second, third],
      ['ada', 'eve'],
      ['line 3, about bob, was changed, or the line before it is missing'],
    ],
    [
      'text that is not a line of a journal is reported by its number',
      [first, 'hello\n', second],
      ['ada', 'bob'],
      ['line 2 was changed, or the line before it is missing'],
    ],
  ])('%s', (_what, texts, believed, damage) => {
    const { read } = readLines(texts.join(''));
    expect(read.damage).toEqual(damage);
    expect([...read.entries.keys()]).toEqual(believed);
  });

  test('a line with another checksum of the same text is not trusted', () => {
    const forged = second.replace(/"check":"[0-9a-f]{16}"/, '"check":"0123456789abcdef"');
    expect(readLines(first + forged).read.entries.has('bob')).toBe(false);
  });
});

describe('submissions that were started and never finished', () => {
  const begun = (more: object = {}): Line => ({ id: 'ada', begun: 'looks', inputs: 'inputs', ...more });
  const timesAfter = (...written: readonly Line[]) =>
    readLines(textOf(written).join('')).read.unfinished.get('ada')?.times;

  test.each([
    ['counts how often in a row', [begun(), begun()], 2],
    ['is over when it was finished', [begun(), begun(), entry('ada')], undefined],
    ['counts from the start when the submission looks otherwise', [begun(), begun(), begun({ begun: 'new looks' })], 1],
    ['counts from the start when it is graded with something else', [begun(), begun({ inputs: 'other' })], 1],
    ['is taken back by a run that let go of it', [begun(), begun(), begun({ released: true })], 1],
    ['is over when nothing is left to count', [begun(), begun({ released: true })], undefined],
    ['is another submission’s own affair', [begun(), begun({ id: 'bob' }), entry('bob')], 1],
  ])('%s', (_what, written, times) => {
    expect(timesAfter(...written)).toBe(times);
  });
});
