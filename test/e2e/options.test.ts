/** Sentences name only options that exist and that the command has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FLAGS, OPTIONS_OF, refuseEmpty } from '../../grader/cli/parser/usage.js';
import { runCommand } from '../support/run-command.js';

const KNOWN = new Set([...Object.values(OPTIONS_OF).flat(), 'help', 'version']);

test.each(Object.entries(OPTIONS_OF))('%s has the options that its sentences know', async (command, options) => {
  const { stdout } = await runCommand([...command.split(' '), '--help']);
  const shown = [...new Set([...stdout.matchAll(/^ +(?:-[a-z], )?--([a-z-]+) /gm)].flatMap(([, name]) => name ?? []))];
  expect(shown.filter((name) => name !== 'help' && name !== 'version').sort()).toEqual([...options].sort());
});

test.each([
  [['data', 'build', '--private'], 'data build needs --out'],
  [['batch', 'x', '--resum'], 'there is no option --resum. Did you mean --resume?\n'],
  [['grade', 'x', '--resum'], 'there is no option --resum.\n'],
  [['precheck', '--resume'], 'precheck does not take --resume\n'],
  [['data', 'lint'], 'data lint needs the folder of a data set\nSee: tuxgrade data lint --help'],
  [['data', 'lint', '--channels', '2', 'x'], '--channels cannot be "2", expected 1 or 3.\n'],
  [['grade', 'x', '-o', 'y'], 'there is no option -o. Did you mean --out?\n'],
  [['precheck', '/none/there'], '/none/there does not exist\n'],
  [['grade', 'x', '--rubric', 'quiz2', '--staff-pages'], '--staff-pages needs --out\n'],
])('%j', async (args, sentence) => {
  expect((await runCommand(args)).stderr).toContain(sentence);
});

describe('an empty value', () => {
  // of every command: the option that takes a value, given without one
  const valued = Object.entries(OPTIONS_OF).flatMap(([command, names]) =>
    names.filter((name) => !FLAGS.has(name)).map((name) => [command, name] as const),
  );
  test('of an option is refused before anything else, by every command', () => {
    expect(valued.length).toBeGreaterThan(40);
    for (const [command, name] of valued) {
      for (const written of [[`--${name}`, ''], [`--${name}`, ' '], [`--${name}=`]]) {
        const refused = () => {
          refuseEmpty([...command.split(' '), 'x', ...written]);
        };
        expect(refused).toThrow(`--${name} is empty`);
      }
    }
  });
  test.each<[string[], string]>([
    [['batch', 'submissions/quiz2', '--rubric', 'quiz2', '--out', ''], '--out is empty\nGive --out a value'],
    [['adjust', 'run', 'ada', 'answers', '--points', '', '--reason', 'r'], '--points is empty'],
    [['export', 'run', '--out='], '--out is empty'],
    [['audit', ''], 'an argument is empty\nSee: tuxgrade audit --help'],
    [['audit', '--json', ''], 'an argument is empty\nSee: tuxgrade audit --help'],
  ])('%j ends with 2', async (args, sentence) => {
    const { exitCode, stderr, stdout } = await runCommand(args);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
  });
  test('is told only where it is empty', () => {
    for (const value of ['x', '0', '--by=-2', '--json']) {
      expect(() => {
        refuseEmpty(['adjust', 'run', 'ada', 'answers', '--reason', value]);
      }).not.toThrow();
    }
  });
});

test('advice names options that exist', () => {
  const files = readdirSync('grader', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const named = files.flatMap((file) => {
    const text = readFileSync(join('grader', file), 'utf8');
    const advice = [...text.matchAll(/advice(?::| =)\s*(['"`].*)/g)].map(([, line = '']) => line);
    // options of other programs
    const own = advice.map((line) => line.replace(/(?:npm install|bash setup\.sh|aws s3api [a-z-]+) --\S+/g, ''));
    return own.flatMap((line) => [...line.matchAll(/--([a-z][a-z-]*)/g)].map(([, name = '']) => `${file}: ${name}`));
  });
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((one) => !KNOWN.has(one.split(': ')[1] ?? ''))).toEqual([]);
});
