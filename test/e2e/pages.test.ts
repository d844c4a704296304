/** Pages that the command line writes: of a precheck, and of a class with and without those for staff. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeClass } from '../support/class-runs.js';
import { open, startBrowser, violationsOf, whyNoBrowser } from '../support/browser.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const WRONG = 'submissions/quiz2/forgot-relu-mask';
/** Titles of checks of quiz2 that its students do not see. */
const HIDDEN = ['Code: forward for a batch', 'Code: backward for a batch'];

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
const precheckTo = (html: string, submission = WRONG) =>
  runCommand(['precheck', submission, '--rubric', 'quiz2', '--html', html]);

describe('precheck --html', () => {
  testUnless(whyNoBrowser(), 'pages in Chromium')(
    'writes a page that opens, asks for nothing and is accessible',
    async () => {
      const path = join(makeFolder(), 'new', 'page.html');
      const { exitCode, stdout } = await precheckTo(path);
      expect([exitCode, stdout.split('\n').at(-1)]).toEqual([1, `Page: ${path}`]);
      const browser = await startBrowser();
      try {
        const { page, asked, said } = await open(browser, read(path));
        expect(await page.locator('.score').textContent()).toMatch(/ of 54 points so far$/);
        expect(await page.locator('.head').textContent()).toContain('Checks for 46 more points run after you hand in.');
        expect(await page.locator('.next').textContent()).toContain('dz1');
        expect(await violationsOf(page)).toEqual([]);
        expect([...asked, ...said]).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    120_000,
  );

  test('replaces an older page, also with --json, which prints nothing else', async () => {
    const path = join(makeFolder(), 'page.html');
    writeFileSync(path, '<!doctype html><meta name="generator" content="tuxgrade" />');
    const { exitCode, stdout } = await runCommand([
      ...['precheck', 'submissions/quiz2/perfect', '--rubric', 'quiz2', '--html', path, '--json'],
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { earned: 54 } });
    expect(read(path)).toMatch(/^<!doctype html>/);
  });

  test('refuses what cannot be written, before it looks at the submission', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'there'));
    writeFileSync(join(folder, 'file'), 'kept');
    for (const [path, sentence] of [
      [join(folder, 'there'), 'a folder is where the file is expected'],
      [join(folder, 'file', 'page.html'), 'a file is where a folder is expected'],
      ['/sys/page.html', 'cannot write /sys'],
    ] as const) {
      // in which there is nothing, so that grading it would end with 1 and print it
      const { exitCode, stdout, stderr } = await precheckTo(path, makeFolder());
      expect(stderr).toContain(sentence);
      expect(stderr).toContain('--html');
      expect([exitCode, stdout]).toEqual([2, '']);
    }
    expect(readdirSync(folder).sort()).toEqual(['file', 'there']);
    expect(read(folder, 'file')).toBe('kept');
  });
});

describe('batch --staff-pages', () => {
  const NAMES = ['forgot-relu-mask', 'perfect'];
  const hiddenIn = (page: string) => HIDDEN.filter((title) => page.includes(title));
  const pagesIn = (out: string) => NAMES.map((id) => existsSync(join(out, 'reports', id, 'staff.html')));

  function classOf() {
    const { folder, rubric } = makeClass(NAMES);
    const out = makeFolder();
    const grade = (...options: readonly string[]) =>
      runCommand(['batch', folder, '--rubric', rubric, '--out', out, ...options]);
    return { folder, out, grade };
  }

  test('writes the hidden checks for staff alone; a resumed run without it keeps them up to date', async () => {
    const { folder, out, grade } = classOf();
    expect((await grade('--staff-pages')).exitCode).toBe(0);
    for (const id of NAMES) {
      expect(hiddenIn(read(out, 'reports', id, 'staff.html'))).toEqual(HIDDEN);
      expect(hiddenIn(read(out, 'reports', id, 'report.html'))).toEqual([]);
    }
    const [kept, wrong] = [join(out, 'reports/perfect/staff.html'), join(out, 'reports/forgot-relu-mask/staff.html')];
    const [before, written] = [read(wrong), statSync(kept).mtimeMs];
    const code = read('submissions/quiz2/perfect/backprop.ts');
    writeFileSync(join(folder, 'forgot-relu-mask', 'backprop.ts'), code);
    expect((await grade('--resume')).stderr).toContain('forgot-relu-mask was graded again');
    expect(read(wrong)).not.toBe(before);
    expect(hiddenIn(read(wrong))).toEqual(HIDDEN);
    expect(statSync(kept).mtimeMs).toBe(written);
  }, 60_000);

  test('adds pages to kept results of a run without it, and report.html where it is lost', async () => {
    const { out, grade } = classOf();
    expect((await grade()).exitCode).toBe(0);
    expect(pagesIn(out)).toEqual([false, false]);
    expect((await grade('--resume')).stderr).toContain('2 were finished before');
    expect(pagesIn(out)).toEqual([false, false]);
    const lost = join(out, 'reports/perfect/report.html');
    const before = read(lost);
    rmSync(lost);
    expect((await grade('--resume', '--staff-pages')).stderr).toContain('2 were finished before');
    expect(pagesIn(out)).toEqual([true, true]);
    expect(hiddenIn(read(out, 'reports/perfect/staff.html'))).toEqual(HIDDEN);
    expect(read(lost)).toBe(before);
  }, 60_000);
});
