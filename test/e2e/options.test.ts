/** Sentences name only options that exist and that the command has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { OPTIONS_OF } from '../../grader/cli/usage.js';
import { runCli } from '../support/run-cli.js';

const KNOWN = new Set([...Object.values(OPTIONS_OF).flat(), 'help', 'version']);

test.each(Object.entries(OPTIONS_OF))('%s has the options that its sentences know', async (command, options) => {
  const { stdout } = await runCli([...command.split(' '), '--help']);
  const shown = [...new Set([...stdout.matchAll(/^ +--([a-z-]+) /gm)].flatMap(([, name]) => name ?? []))];
  expect(shown.filter((name) => name !== 'help' && name !== 'version').sort()).toEqual([...options].sort());
});

test.each([
  [['data', 'build', '--private'], 'data needs --out'],
  [['batch', 'x', '--resum'], 'there is no option --resum. Did you mean --resume?\n'],
  [['grade', 'x', '--resum'], 'there is no option --resum.\n'],
  [['precheck', '--resume'], 'precheck does not take --resume\n'],
])('%j', async (args, sentence) => {
  expect((await runCli(args)).stderr).toContain(sentence);
});

test('advice names options that exist', () => {
  const files = readdirSync('grader', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const named = files.flatMap((file) => {
    const text = readFileSync(join('grader', file), 'utf8');
    const advice = [...text.matchAll(/advice(?::| =)\s*(['"`].*)/g)].map(([, line = '']) => line);
    // options of other programs
    const own = advice.map((line) => line.replace(/(?:npm install|bash setup\.sh) --\S+/g, ''));
    return own.flatMap((line) => [...line.matchAll(/--([a-z][a-z-]*)/g)].map(([, name = '']) => `${file}: ${name}`));
  });
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((one) => !KNOWN.has(one.split(': ')[1] ?? ''))).toEqual([]);
});
