/**
 * docs/your-own-homework.md, followed to the letter: its files are written and its commands are run, in their order. The one that
 * tries every mistake tries two of them in `npm test`, and all in `npm run fuzz`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeFolder, removeFolders } from '../support/folders.js';
import type { CliResult } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';
import { IS_FULL } from '../support/runs.js';

afterAll(removeFolders);

/** The words of a line of a shell, of which some are quoted. */
const wordsOf = (line: string) =>
  Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, word]) => quoted ?? word ?? '');

/** What is added to a command of the page: trying every mistake takes most of the time. */
const fewerMistakes = (words: readonly string[]) =>
  !IS_FULL && words[1] === 'selftest' && !words.includes('--only')
    ? ['--only', 'relu-no-mask', '--only', 'factor-2']
    : [];

describe('the page', () => {
  const folder = makeFolder();
  const results = new Map<string, CliResult>();
  beforeAll(async () => {
    const page = readFileSync('docs/your-own-homework.md', 'utf8');
    for (const [, language, name = '', text = ''] of page.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)) {
      if (language === 'js') {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      } else {
        for (const line of text.trim().split('\n')) {
          const [program, ...words] = wordsOf(line);
          expect(program).toBe('tuxgrade');
          results.set(
            words.slice(0, 2).join(' ') + (words.includes('--only') ? ' --only' : ''),
            await runCommand([...words, ...fewerMistakes(words)], { cwd: folder }),
          );
        }
      }
    }
  }, 240_000);

  const of = (command: string) => results.get(command) ?? { exitCode: -1, stdout: '', stderr: '' };

  test('all of its commands succeed, and the pre-check of a starter says what is missing', () => {
    const failed = [...results].filter(([name, { exitCode }]) => exitCode !== (name === 'precheck starter' ? 1 : 0));
    expect(failed).toEqual([]);
    expect([...results.keys()]).toEqual([
      ...['rubric new', 'rubric lint', 'rubric selftest', 'rubric selftest --only'],
      ...['rubric starter', 'precheck starter', 'batch class', 'show run'],
    ]);
  });
  test('the new rubric is a good one, without warnings', () => {
    expect(of('rubric lint').stdout).toContain('backprop: all is well');
  });
  test('the solution earns all points', () => {
    expect(of('rubric selftest').stdout).toContain('20 of 20 points');
  });
  test('the mistake of the student is named, and costs the outputs in which it is made', () => {
    const [header = '', row = ''] = readFileSync(join(folder, 'run', 'scores.csv'), 'utf8').split('\n');
    const points = row.split(',')[header.split(',').indexOf('earned')];
    expect(Number(points)).toBeGreaterThan(15);
    expect(Number(points)).toBeLessThan(20);
    expect(of('show run').stdout).toMatch(/relu/i);
  });
  test('the starter earns nothing', () => {
    expect(of('precheck starter').stdout).toMatch(/^0 of \d+ points$/m);
  });
  test('a rubric that is there is never overwritten', async () => {
    const before = readFileSync(join(folder, 'backprop.yaml'), 'utf8');
    const again = await runCommand(['rubric', 'new', 'backprop.yaml', '--kind', 'models'], { cwd: folder });
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
    expect(readFileSync(join(folder, 'backprop.yaml'), 'utf8')).toBe(before);
    mkdirSync(join(folder, 'taken.yaml'));
    expect((await runCommand(['rubric', 'new', 'taken.yaml', '--kind', 'models'], { cwd: folder })).exitCode).toBe(2);
  });
  test.each([
    [['rubric', 'new', 'other.yaml'], 'no --kind, and there is no terminal to ask in'],
    [['rubric', 'new', 'other.yaml', '--kind', 'models', '--points', '0'], '--points is 0, expected a number above 0'],
    [['rubric', 'new', 'other.yaml', '--kind', 'models', '--id', '5 x'], 'other.yaml:3:5: id'],
  ])('%j is refused', async (words, said) => {
    const { exitCode, stderr } = await runCommand(words, { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
