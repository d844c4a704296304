/**
 * Answers and logs are parsed by the grading process. For the worst of each kind, time is proportional to size and memory is
 * bounded: quadratic time would take hours, and the program has a heap for one after the other that is less than one object
 * for each character of one. They have half a megabyte, and a whole one in `npm run fuzz`.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleProgram } from '../support/bundle.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { IS_FULL } from '../support/runs.js';

const BYTES = IS_FULL ? 1 << 20 : 1 << 19;
const HEAP = [`--max-old-space-size=${IS_FULL ? '60' : '30'}`, '--max-semi-space-size=4'];
/** Each takes less than a quarter of a second on an idle machine. */
const MOST_CPU_MS = 5000;

/** As much of it as fits between two ends. */
const fill = (piece: string, start = '', end = '') => {
  const room = BYTES - Buffer.byteLength(start) - Buffer.byteLength(end);
  return start + piece.repeat(Math.floor(room / Buffer.byteLength(piece))) + end;
};
const keys = (text: (index: number) => string) => {
  const parts: string[] = [];
  for (let size = 20, index = 0; size < BYTES; index += 1) {
    const part = `${text(index)}:0`;
    parts.push(part);
    size += part.length + 1;
  }
  return `{"forward":{${parts.join()}}}`;
};
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** Each with the expected message when it is read as answers and as a log. */
const CASES: Readonly<Record<string, readonly [string, RegExp, RegExp]>> = {
  commas: [fill(','), /line 1, column 1/, /the header is ,{60}, expected/],
  'commas in a list': [fill(',', '['), /line 1, column 2: value expected/, /line 1, column 2: value expected/],
  'commas in an object': [fill(',', '{"forward":{'), /line 1, column 13/, /line 1, column 13/],
  'commas among values': [fill('1,,', '{"forward":{"z1":[', '1]}}'), /line 1, column 21/, /line 1, column 21/],
  brackets: [fill('['), /nested more than 100 levels/, /nested more than 20 levels/],
  'closed brackets': [nested(BYTES / 2), /nested more than 100 levels/, /nested more than 20 levels/],
  'colons and braces': [fill('{:'), /nested more than 100 levels/, /nested more than 20 levels/],
  quotes: [fill('"'), /is not valid JSON: line 1/, /more than 1000|header/],
  'a string without an end': [fill('x', '{"'), /is not valid JSON: line 1/, /is not valid JSON: line 1/],
  backslashes: [fill('\\', '{"'), /is not valid JSON: line 1/, /is not valid JSON: line 1/],
  'line breaks': [fill('\n', '', 'x'), new RegExp(`line ${String(BYTES)}, column 1`), /header is x/],
  'carriage returns': [fill('\r', '', 'x'), /line \d+, column 1/, /header is x/],
  blanks: [fill(' ', '', 'x'), /column \d+/, /header is x|more than 1000/],
  'blanks before a bracket': [fill(' ', '{"a":1,', '}'), /a comma before|expected/, /a comma before|expected/],
  numbers: [fill('1,', '{"forward":{"z1":[', '1]}}'), /has shape \[\d+\], expected/, /the keys are forward, expected/],
  'small lists': [
    fill('[],', '{"forward":{"z1":[', '[]]}}'),
    /has shape \[\d+, 0\], expected/,
    /the keys are forward, expected/,
  ],
  'small objects': [
    fill('{},', '{"forward":{"z1":[', '{}]}}'),
    /has an object at \[0\]/,
    /the keys are forward, expected/,
  ],
  'short keys': [keys((index) => `"${index.toString(16)}"`), /forward.z1 is missing/, /the keys are forward, expected/],
  'keys like the one asked for': [
    keys((index) => `"z${String(index + 2)}"`),
    /did you mean/,
    /the keys are forward, expected/,
  ],
  'a long key': [fill('z', '{"forward":{"', '":1}}'), /forward.z1 is missing/, /the keys are forward, expected/],
  'a long text': [fill('1', '{"forward":{"z1":"', '"}}'), /is the text "1{20}"/, /the keys are forward, expected/],
  'a long number': [fill('1', '{"forward":{"z1":[', ']}}'), /is Infinity at \[0\]/, /the keys are forward, expected/],
  'short rows': [fill('1\n', 'step,train\n'), /is not valid JSON/, /:2: there is no training loss/],
  'good rows': [fill('1,2\n', 'step,train\n'), /is not valid JSON/, /has 1 row, .*rows repeat the step before/],
  'quoted rows': [fill('"1","2"\n', 'step,train\n'), /is not valid JSON/, /has 1 row, .*rows repeat the step before/],
  'good rows of three': [
    fill('1,2,3\n', 'step,train,valid\n'),
    /is not valid JSON/,
    /has 1 row, .*rows repeat the step before/,
  ],
  columns: [fill('1,', 'step,train\n'), /is not valid JSON/, /more than 1000/],
  'quotes in rows': [fill('"",""\n', 'step,train\n'), /is not valid JSON/, /there is no training loss in any row/],
  'small lists of a list': [fill('[1,2],', '[', '[1,2]]'), /holds a list/, /has one value in \d+ rows|1 row/],
  'lists of a history': [fill('1,', '{"loss":[', '1]}'), /is missing/, /has one value in \d+ rows/],
  'NaN of a history': [fill('NaN,', '{"loss":[', '1]}'), /NaN is not a JSON value/, /has one value in \d+ rows/],
  'strings without an end in a history': [fill('"', '{"loss":[NaN,'), /is not valid JSON/, /is not valid JSON/],
  'backslashes in a history': [fill('\\', '{"loss":[NaN,"'), /is not valid JSON/, /is not valid JSON/],
  'objects in lines': [fill('{"loss":1}\n'), /is not valid JSON/, /has one value in \d+ rows/],
  'empty objects in lines': [fill('{}\n'), /is not valid JSON/, /the keys are , expected/],
  'steps that go back': [fill('2,1\n1,2\n', 'step,train\n'), /is not valid JSON/, /has 2 values in \d+ rows|has 1 row/],
  'one epoch': [fill('1,2\n', 'epoch,train\n'), /is not valid JSON/, /has one value in \d+ rows/],
  'one loss a line': [fill('1\n'), /is not valid JSON|holds/, /has one value in \d+ rows/],
  'a quote without an end': [fill('1,2\n', 'step,train\n1,"'), /is not valid JSON/, /more than 1000/],
};

interface Told {
  readonly cpuMs: number;
  readonly summaries: readonly string[];
}

/** What is said of each document; nothing of those after one on which the program has died. */
const told = new Map<string, Told>();
let failure = '';
beforeAll(async () => {
  const program = await bundleProgram(join(import.meta.dirname, '../support/judge-fuzz/judge-documents.ts'));
  const names = Object.keys(CASES);
  const files = Object.values(CASES).map(([content], index) => [String(index), content]);
  const folder = writeFiles(makeFolder(), Object.fromEntries(files) as Record<string, string>);
  const paths = names.map((_name, index) => join(folder, String(index)));
  const { stdout, stderr } = spawnSync(process.execPath, [...HEAP, program, ...paths], { encoding: 'utf8' });
  failure = stderr;
  for (const [index, line] of stdout.trimEnd().split('\n').entries()) {
    told.set(names[index] ?? '', JSON.parse(line) as Told);
  }
}, 300_000);
afterAll(removeFolders);

describe('the largest document of', () => {
  test.each(Object.entries(CASES))('%s', (name, [, asAnswers, asLog]) => {
    const { cpuMs, summaries } = told.get(name) ?? { cpuMs: NaN, summaries: [failure] };
    const [steps = '', jacobian = '', log = ''] = summaries;
    expect(steps).toMatch(asAnswers);
    expect(log).toMatch(asLog);
    for (const summary of [steps, jacobian, log]) expect(summary.length).toBeLessThan(500);
    expect(cpuMs).toBeLessThan(MOST_CPU_MS);
  });
});
