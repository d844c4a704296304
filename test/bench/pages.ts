/**
 * The cost of pages: of 2,000 submissions, of the page of their class in Chromium, and their share of the processor time
 * that grading takes.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { chromium } from 'playwright-core';
import { renderPage } from '../../grader/report/pages/page.js';
import { writeClassPage, writePages } from '../../grader/report/writers/pages.js';
import { standingOf } from '../../grader/report/standing.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { measureNode, median } from './measure.js';
import { BROWSER } from '../support/browser-path.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

const [MIB, STUDENTS, SAMPLE] = [1024 * 1024, 2000, 'forgot-relu-mask'];
const CLASSES = [STUDENTS, 10_000];

/** Of a submission of quiz2 with mistakes in it, whose page has pictures. */
export async function benchPages(root: string, print: Print): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'tuxgrade-pages-'));
  try {
    const gradeMs = await gradeOnce(root, work);
    const report = JSON.parse(readFileSync(join(work, 'one', 'report.json'), 'utf8')) as GradeReport;
    benchRendering(report, gradeMs, print);
    await benchWriting(work, report, print);
    for (const size of CLASSES) await benchClassPage(work, report, size, print);
    await benchBatch(root, work, print);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Processor milliseconds of a submission in a class, as far as its worker and this share of the grader go. */
async function gradeOnce(root: string, work: string): Promise<number> {
  const main = mainIn(root);
  const out = join(work, 'one');
  const submission = join(root, 'submissions/quiz2', SAMPLE);
  await execa(process.execPath, [main, 'grade', submission, '--rubric', 'quiz2', '--out', out]);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as GradeReport;
  return report.timing.workerCpuMs;
}

/** The share of pages in a whole `batch`: what making all of them again takes, without the start of the command. */
async function benchBatch(root: string, work: string, print: Print): Promise<void> {
  const main = mainIn(root);
  const out = join(work, 'batch');
  const batch = await measureNode([main, 'batch', 'submissions/quiz2', '--rubric', 'quiz2', '--out', out], root);
  const pages = await measureNode([main, 'pages', out], root);
  const start = await measureNode([main, '--version'], root);
  const made = Math.max(0, pages.cpuSeconds - start.cpuSeconds);
  const share = (100 * made) / batch.cpuSeconds;
  const [whole, without] = [batch.cpuSeconds.toFixed(1), (batch.cpuSeconds - made).toFixed(1)];
  print('batch of quiz2, processor time of all processes', `${whole} s, ${without} s without pages`);
  print('  share of pages', `${share.toFixed(1)} % (aim 15 %)`);
}

function benchRendering(report: GradeReport, workerMs: number, print: Print): void {
  renderPage(report, 'student');
  const before = process.cpuUsage();
  for (let count = 0; count < STUDENTS; count += 1) renderPage(report, 'student');
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / 1000 / STUDENTS;
  const share = (100 * each) / workerMs;
  print('page of a submission of quiz2, rendered', `${each.toFixed(2)} ms of processor time`);
  print(
    '  of the time of its worker alone',
    `${share.toFixed(1)} % of ${String(workerMs)} ms (aim: 15 % of the whole)`,
  );
}

async function benchWriting(work: string, report: GradeReport, print: Print): Promise<void> {
  const started = performance.now();
  let peak = 0;
  for (let index = 0; index < STUDENTS; index += 1) {
    await writePages(join(work, 'reports', String(index)), report);
    if (index % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - started) / 1000;
  const { size } = statSync(join(work, 'reports', '0', 'report.html'));
  print(
    `pages of ${String(STUDENTS)} submissions, on the disk`,
    `${seconds.toFixed(1)} s, ${(size / 1024).toFixed(0)} KiB each`,
  );
  print('  largest resident set of the bench', `${(peak / MIB).toFixed(0)} MiB`);
}

async function benchClassPage(work: string, report: GradeReport, size: number, print: Print): Promise<void> {
  const standings = Array.from({ length: size }, (_, index) =>
    standingOf({ ...report, submission: { ...report.submission, id: `student-${String(index)}` } }),
  );
  const started = performance.now();
  const path = await writeClassPage(work, { title: report.rubric.title, standings, missing: [] });
  const ms = performance.now() - started;
  print(`index.html of ${String(size)}`, `made in ${ms.toFixed(0)} ms, ${(statSync(path).size / MIB).toFixed(2)} MiB`);
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] }).catch(() => null);
  if (browser === null) {
    print('  time to interactive in Chromium', `not measured: ${BROWSER} does not start`);
    return;
  }
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const page = await browser.newPage();
    const opened = performance.now();
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('html[data-ready]');
    times.push(performance.now() - opened);
    await page.close();
  }
  await browser.close();
  print('  time to interactive in Chromium', `median ${median(times).toFixed(0)} ms of 5 (aim 2000 ms)`);
}
