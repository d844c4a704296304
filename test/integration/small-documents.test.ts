/**
 * Answers and logs are parsed by the grading process. For the worst megabyte of each kind, time is proportional to size
 * and memory is bounded: quadratic time would take hours, and these programs have a heap of 60 MB, less than one object
 * for each character.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleProgram } from '../support/bundle.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

const MB = 1 << 20;
const HEAP = ['--max-old-space-size=60', '--max-semi-space-size=4'];
/** Each takes less than a quarter of a second on an idle machine. */
const MOST_CPU_MS = 5000;

/** As much of it as fits into a megabyte between two ends. */
const fill = (piece: string, start = '', end = '') => {
  const room = MB - Buffer.byteLength(start) - Buffer.byteLength(end);
  return start + piece.repeat(Math.floor(room / Buffer.byteLength(piece))) + end;
};
const keys = (text: (index: number) => string) => {
  const parts: string[] = [];
  for (let size = 20, index = 0; size < MB; index += 1) {
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
  'commas in a list': [fill(',', '['), /line 1, column 2: value expected/, /the header is/],
  'commas in an object': [fill(',', '{"forward":{'), /line 1, column 13/, /more than 1000|Quote/],
  'commas among values': [fill('1,,', '{"forward":{"z1":[', '1]}}'), /line 1, column 21/, /more than|Quote/],
  brackets: [fill('['), /nested more than 100 levels/, /more than 1000/],
  'closed brackets': [nested(MB / 2), /nested more than 100 levels/, /more than 1000/],
  'colons and braces': [fill('{:'), /nested more than 100 levels/, /more than 1000/],
  quotes: [fill('"'), /is not valid JSON: line 1/, /more than 1000|header/],
  'a string without an end': [fill('x', '{"'), /is not valid JSON: line 1/, /more than 1000|Quote/],
  backslashes: [fill('\\', '{"'), /is not valid JSON: line 1/, /more than 1000|Quote/],
  'line breaks': [fill('\n', '', 'x'), new RegExp(`line ${String(MB)}, column 1`), /header is x/],
  'carriage returns': [fill('\r', '', 'x'), /line \d+, column 1/, /header is x/],
  blanks: [fill(' ', '', 'x'), /column \d+/, /header is x|more than 1000/],
  'blanks before a bracket': [fill(' ', '{"a":1,', '}'), /a comma before|expected/, /more than 1000|Quote/],
  numbers: [fill('1,', '{"forward":{"z1":[', '1]}}'), /has shape \[\d+\], expected/, /more than 1000|Quote/],
  'small lists': [fill('[],', '{"forward":{"z1":[', '[]]}}'), /has shape \[\d+, 0\], expected/, /more than|Quote/],
  'small objects': [fill('{},', '{"forward":{"z1":[', '{}]}}'), /has an object at \[0\]/, /more than|Quote/],
  'short keys': [keys((index) => `"${index.toString(16)}"`), /forward.z1 is missing/, /more than|Quote/],
  'keys like the one asked for': [keys((index) => `"z${String(index + 2)}"`), /did you mean/, /more than|Quote/],
  'a long key': [fill('z', '{"forward":{"', '":1}}'), /forward.z1 is missing/, /more than|Quote/],
  'a long text': [fill('1', '{"forward":{"z1":"', '"}}'), /is the text "1{20}"/, /more than|Quote/],
  'a long number': [fill('1', '{"forward":{"z1":[', ']}}'), /is Infinity at \[0\]/, /more than|Quote/],
  'short rows': [fill('1\n', 'step,train\n'), /is not valid JSON/, /:2: "1" where/],
  'good rows': [fill('1,2\n', 'step,train\n'), /is not valid JSON/, /has one value in \d+ rows/],
  'quoted rows': [fill('"1","2"\n', 'step,train\n'), /is not valid JSON/, /has one value in \d+ rows/],
  'good rows of three': [fill('1,2,3\n', 'step,train,valid\n'), /is not valid JSON/, /has one value in \d+ rows/],
  columns: [fill('1,', 'step,train\n'), /is not valid JSON/, /more than 1000/],
  'quotes in rows': [fill('"",""\n', 'step,train\n'), /is not valid JSON/, /:2: "" where/],
  'a quote without an end': [fill('1,2\n', 'step,train\n1,"'), /is not valid JSON/, /more than 1000/],
};

let program = '';
beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, '../support/judge-fuzz/one-document.ts'));
});
afterAll(removeFolders);

describe('a megabyte of', () => {
  test.each(Object.entries(CASES))('%s', (_name, [content, asAnswers, asLog]) => {
    const file = join(writeFiles(makeFolder(), { document: content }), 'document');
    const told = JSON.parse(execFileSync(process.execPath, [...HEAP, program, file], { encoding: 'utf8' })) as {
      cpuMs: number;
      summaries: string[];
    };
    const [steps = '', jacobian = '', log = ''] = told.summaries;
    expect(steps).toMatch(asAnswers);
    expect(log).toMatch(asLog);
    for (const summary of [steps, jacobian, log]) expect(summary.length).toBeLessThan(500);
    expect(told.cpuMs).toBeLessThan(MOST_CPU_MS);
  });
});
