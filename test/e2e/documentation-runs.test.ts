/**
 * What the pages for students, TAs, instructors and operators say to type works: each block of commands that is marked `sh run`
 * is run as it stands, all of a page in one folder with a class of two and one submission.
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { makeFolder, removeFolders } from '../support/folders.js';
import { readPage, wordsOf } from '../support/markdown.js';
import { runCli } from '../support/run-cli.js';

afterAll(removeFolders);

const PAGES = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, blocks: readPage(readFileSync(join('docs', name), 'utf8')).blocks }))
  .map(({ name, blocks }) => ({
    name,
    commands: blocks.filter(({ info }) => info === 'sh run').flatMap(({ text }) => text.split('\n')),
  }))
  .filter(({ commands }) => commands.length > 0);

/** What the pages take for granted. */
function folder(): string {
  const path = makeFolder();
  const submissions = 'submissions/quiz2';
  cpSync(join(submissions, 'perfect'), join(path, 'my-folder'), { recursive: true });
  cpSync(join(submissions, 'forgot-relu-mask'), join(path, 'class/ada'), { recursive: true });
  cpSync(join(submissions, 'perfect'), join(path, 'class/bob'), { recursive: true });
  writeFileSync(join(path, 'roster.csv'), 'id,name,extension\nada,Ada,2d\nbob,Bob,\neve,Eve,\n');
  return path;
}

test('each page that says what to do says it in commands that run', () => {
  const names = ['instructor.md', 'operations.md', 'privacy.md', 'reproducibility.md', 'student.md', 'ta.md'];
  expect(PAGES.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});

test.each(PAGES)(
  '$name',
  async ({ commands }) => {
    const cwd = folder();
    const failed: string[] = [];
    for (const command of commands) {
      const [npx, program, ...args] = wordsOf(command);
      expect([npx, program]).toEqual(['npx', 'tuxgrade']);
      const { exitCode, stderr } = await runCli(args, { cwd });
      if (exitCode !== 0) failed.push(`${command} ends with ${String(exitCode)}: ${stderr}`);
    }
    expect(failed).toEqual([]);
  },
  120_000,
);
