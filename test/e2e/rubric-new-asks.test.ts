/** `rubric new` in a terminal, which util-linux's `script` makes: it asks for what is not given. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeFolder, removeFolders } from '../support/folders.js';
import { MAIN } from '../support/run-cli.js';

afterAll(removeFolders);

/** Runs it in a terminal in which each question gets the next of these keys. */
async function inTerminal(...keys: readonly string[]) {
  const folder = makeFolder();
  const command = `${process.execPath} ${MAIN} rubric new`;
  const running = execa('script', ['-qec', command, '/dev/null'], { cwd: folder, reject: false, stdin: 'pipe' });
  let told = '';
  let asked = 0;
  running.stdout.on('data', (data: Buffer) => {
    told += data.toString();
    // what is typed before a question is asked is lost
    if (told.split(']: ').length - 1 > asked) running.stdin.write(keys[asked++] ?? '');
  });
  const { exitCode } = await running;
  return { exitCode, told, files: readdirSync(folder), folder };
}

test('answers become a rubric; an empty answer takes what is in brackets', async () => {
  const { exitCode, told, files, folder } = await inTerminal('models\n', 'hw5\n', 'Homework 5: digits\n', '\n');
  expect([exitCode, files]).toEqual([0, ['hw5.yaml']]);
  expect(told).toContain('Points [100]');
  const text = readFileSync(join(folder, 'hw5.yaml'), 'utf8');
  expect(text).toMatch(/^id: hw5$/m);
  expect(text).toContain('Homework 5: digits');
  expect(text).toMatch(/^points: 100$/m);
});

test('an answer that is none of the kinds is told, and nothing is written', async () => {
  const { exitCode, told, files } = await inTerminal('essays\n');
  expect([exitCode, files]).toEqual([2, []]);
  expect(told).toContain('"essays" is not one of gradients, models');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s ends it, and nothing is written', async (_key, key) => {
  const { exitCode, told, files } = await inTerminal('models\n', key);
  expect([exitCode, files]).toEqual([130, []]);
  expect(told).not.toMatch(/error|warning/i);
});
