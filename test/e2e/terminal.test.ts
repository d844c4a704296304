/**
 * Commands in a terminal, which util-linux's `script` makes: there they show a bar, and colours. And with outputs that take
 * nothing.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeClass, scoresIn } from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { MAIN } from '../support/run-cli.js';

afterAll(removeFolders);

/** What is written to a terminal of this width, and the exit code. */
async function inTerminal(args: readonly string[], columns = 100) {
  const command = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const sized = `stty cols ${String(columns)}; exec ${command}`;
  const { exitCode, stdout } = await execa('script', ['-qec', sized, '/dev/null'], { reject: false, stdin: 'ignore' });
  return { exitCode, told: stdout };
}

/** The bar keeps lines from being wrapped, and must give that back. */
const [WRAPS_NOT, WRAPS] = ['\u001B[?7l', '\u001B[?7h'];

function expectBar(told: string, last: string): void {
  expect(told).toContain(last);
  expect(told.split(WRAPS_NOT).length).toBe(2);
  expect(told.indexOf(WRAPS)).toBeGreaterThan(told.indexOf(last));
}

describe('a class', () => {
  let rubric: string;
  let folder: string;
  const out = join(makeFolder(), 'run');
  beforeAll(() => {
    ({ folder, rubric } = makeClass(['nan', 'perfect']));
  });

  test('batch shows a bar, and its summary in colours', async () => {
    const { exitCode, told } = await inTerminal(['batch', folder, '--rubric', rubric, '--out', out]);
    expect(exitCode).toBe(0);
    expectBar(told, '2 of 2 graded');
    expect(told).toContain('\u001B[1m');
  });
  test('rejudge shows one', async () => {
    const { exitCode, told } = await inTerminal(['rejudge', out]);
    expect(exitCode).toBe(0);
    expectBar(told, '2 of 2 graded');
  });
  test.each<[string, number, string]>([
    ['>/dev/full', 4, 'tuxgrade: standard output cannot be written: the disk is full'],
    ['2>/dev/full', 0, ''],
  ])('with %s the class is graded', async (redirected, exitCode, told) => {
    const [full, command] = [join(makeFolder(), 'run'), `exec "$0" "$@" ${redirected}`];
    const args = [process.execPath, MAIN, 'batch', folder, '--rubric', rubric, '--out', full];
    const ended = await execa('sh', ['-c', command, ...args], { reject: false, stdin: 'ignore' });
    expect([ended.exitCode, ended.stderr.split('\n').at(-1)]).toEqual([exitCode, told]);
    expect(scoresIn(full)).toBe(scoresIn(out));
  });
  test.each([0, 1, 30])('a report fits a terminal of %i columns; 0 is one that does not tell', async (columns) => {
    const { exitCode, told } = await inTerminal(['grade', 'submissions/quiz2/nan', '--rubric', 'quiz2'], columns);
    expect(exitCode).toBe(0);
    expect(told).toContain('Typed');
  });
});
