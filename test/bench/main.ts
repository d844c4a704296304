/**
 * `npm run bench`: the figures that the project publishes about itself, with the facts of the machine. Nothing here
 * passes or fails.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { benchAdmission } from './admission.js';
import { closeInherited } from '../../grader/sandbox/process/inherited.js';
import { benchAttacks } from './attacks.js';
import { benchClass } from './class.js';
import { benchCourseSystems } from './course-systems.js';
import { benchExamination } from './examination.js';
import { benchGradescope } from './gradescope.js';
import { benchHandIns } from './hand-ins.js';
import { benchHomework3 } from './homework3.js';
import { benchKills } from './kills.js';
import { benchLossCurves } from './loss-curves.js';
import { benchModels } from './models.js';
import { benchPackage } from './package.js';
import { benchPages } from './pages.js';
import { benchPool } from './pool.js';
import { benchPrecheck } from './precheck.js';
import { benchQueue } from './queue.js';
import { benchReader } from './reader.js';
import { benchRejudge } from './rejudge.js';
import { benchSegmentation } from './segmentation.js';
import { benchSelfTest } from './selftest.js';
import { measureNode, median } from './measure.js';
import { benchWitness } from './witness.js';
import { mainIn } from '../support/run-cli.js';

const ROOT = resolve('.');
const MAIN = mainIn(ROOT);
const MIB = 1024 * 1024;
const GAME = '/usr/share/games/supertux2';
const CLASS = 300;
const LARGE_CLASS = 10_000;
const RUNS = 10;

function print(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(46)} ${value}\n`);
}

function printMachine(): void {
  const model = cpus()[0]?.model ?? 'unknown processor';
  print('machine', `${model}, ${String(availableParallelism())} cores, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB`);
  print('system', `${process.platform} ${release()} ${arch()}, Node ${process.version}`);
}

async function benchColdGrade(): Promise<void> {
  const args = [MAIN, 'grade', 'submissions/quiz2/perfect', '--rubric', 'quiz2'];
  await measureNode(args, ROOT);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measureNode(args, ROOT));
  const walls = runs.map((run) => run.wallSeconds);
  const spread = `min ${Math.min(...walls).toFixed(2)}, max ${Math.max(...walls).toFixed(2)}, ${String(RUNS)} runs`;
  print('cold grade of quiz2 perfect, whole process', `median ${median(walls).toFixed(2)} s (${spread}; aim 0.6 s)`);
  print('  CPU', `${median(runs.map((run) => run.cpuSeconds)).toFixed(2)} s`);
}

/** Two runs of different size, so that reading the game's levels does not count. */
async function benchDataBuild(work: string): Promise<void> {
  if (!existsSync(GAME)) {
    print('data build', `not measured: ${GAME} is not there (bash setup.sh --with-game)`);
    return;
  }
  const build = (perClass: number) => {
    const out = join(work, `images-${String(perClass)}`);
    return measureNode(
      [MAIN, 'data', 'build', '--out', out, '--split', 'valid', '--per-class', String(perClass)],
      ROOT,
    );
  };
  const [few, many] = [await build(10), await build(60)];
  const rate = (6 * (60 - 10)) / (many.wallSeconds - few.wallSeconds);
  print('data build', `${rate.toFixed(0)} images/s, after ${few.wallSeconds.toFixed(1)} s for levels and 60 images`);
}

const LINTED = 5000;

async function benchDataLint(work: string): Promise<void> {
  const folder = join(work, 'collected');
  mkdirSync(folder);
  const lines = ['file,label,level'];
  for (let copy = 0; lines.length <= LINTED; copy += 1) {
    const rows = readFileSync(join(ROOT, 'fixtures/supertux/train/labels.csv'), 'utf8').trim().split('\n').slice(1);
    for (const row of rows.slice(0, LINTED + 1 - lines.length)) {
      const [file = '', ...rest] = row.split(',');
      cpSync(join(ROOT, 'fixtures/supertux/train', file), join(folder, `${String(copy)}-${file}`));
      lines.push([`${String(copy)}-${file}`, ...rest].join(','));
    }
  }
  writeFileSync(join(folder, 'labels.csv'), `${lines.join('\n')}\n`);
  // 2,000 of them are copies, so it ends with 1
  const run = await measureNode([MAIN, 'data', 'lint', folder, '--json'], ROOT, 1);
  const memory = `${(run.peakMemoryBytes / MIB).toFixed(0)} MiB in the parent`;
  print(`data lint of ${String(LINTED)} images`, `${run.wallSeconds.toFixed(1)} s, ${memory} (aim 15 s)`);
}

// as the command line does
closeInherited();
// every Node.js would read these certificates when it starts: 60 ms for 150 of them
delete process.env['NODE_EXTRA_CA_CERTS'];
const work = mkdtempSync(join(tmpdir(), 'tuxgrade-bench-'));
// the sandbox's user must be able to pass
chmodSync(work, 0o711);
try {
  printMachine();
  await benchColdGrade();
  await benchPool(ROOT, print);
  await benchPrecheck(work, ROOT, print);
  await benchClass(work, ROOT, CLASS, print);
  if (process.argv.includes('--large')) await benchClass(work, ROOT, LARGE_CLASS, print);
  else print(`class of ${String(LARGE_CLASS)}`, 'not measured: npm run bench -- --large (a quarter of an hour)');
  await benchReader(work, ROOT, print);
  await benchAdmission(work, ROOT, print);
  await benchHandIns(work, ROOT, print);
  await benchKills(work, ROOT, print);
  await benchAttacks(print);
  await benchDataBuild(work);
  await benchDataLint(work);
  await benchExamination(ROOT, print);
  await benchHomework3(work, ROOT, print);
  await benchModels(work, ROOT, print);
  await benchSegmentation(work, ROOT, print);
  benchLossCurves(print);
  await benchPages(ROOT, print);
  await benchRejudge(ROOT, print);
  await benchCourseSystems(ROOT, print);
  await benchQueue(ROOT, print);
  await benchGradescope(ROOT, print);
  await benchSelfTest(ROOT, print);
  await benchWitness(print);
  await benchPackage(work, ROOT, print);
} finally {
  rmSync(work, { recursive: true, force: true });
}
