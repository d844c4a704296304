/** The cost of examining a collected data set: processor time of the decoder, its start included, without a sandbox. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { courseLooks } from '../../grader/collected/analysis/course.js';
import { packCourse } from '../../grader/collected/analysis/packed-course.js';
import { loadImages } from '../../grader/images/load-images.js';
import { IMAGE_CLASSES, LABELS_FILE } from '../../grader/protocol/data-set.js';
import { WORKER_V8_FLAGS } from '../../grader/protocol/worker-flags.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { kitOf } from '../../grader/sandbox/kits/kit.js';
import { startProcess } from '../../grader/sandbox/process/start.js';
import { examineInSandbox } from '../../grader/sandbox/reading/examine.js';

type Print = (name: string, value: string) => void;

const RUNS = 7;
const SHAPE = { width: 64, height: 64, channels: 3 } as const;
const RULES = { classes: IMAGE_CLASSES, side: 64, minImagesPerClass: 50, maxImbalance: 3, labelNoise: true };

/** Programs that the shell measures; it tells the last one's seconds. */
function measuredDriver(): { driver: Driver; seconds: () => number } {
  let told = '';
  const start: Driver['start'] = ({ submission }) => {
    const script = 'TIMEFORMAT="%U %S"; time "$@"';
    const command = [process.execPath, ...WORKER_V8_FLAGS, ...kitOf().decoder, submission];
    const options = { cwd: '/', env: {}, uid: null, pidPipe: false, detached: false };
    const child = startProcess({ ...options, file: '/bin/bash', args: ['-c', script, 'bench', ...command] });
    told = '';
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString('latin1')));
    return child;
  };
  const rest = {
    gaps: [],
    hasDevices: true,
    runsNative: false,
    facts: () => [],
    isComplaint: () => false,
    adviceFor: () => null,
  };
  const seconds = () =>
    told
      .trim()
      .split(' ')
      .map(Number)
      .reduce((sum, one) => sum + one, 0);
  return { driver: { name: 'process', ...rest, start }, seconds };
}

export async function benchExamination(root: string, print: Print): Promise<void> {
  const sets = [];
  for (const name of ['valid', 'heldout']) {
    sets.push({
      name,
      ...(await loadImages(join(root, 'fixtures/supertux', name), { classes: IMAGE_CLASSES, ...SHAPE })),
    });
  }
  const started = process.cpuUsage();
  const course = packCourse(courseLooks(sets, SHAPE));
  const { user, system } = process.cpuUsage(started);
  const submission = join(root, 'submissions/hw3-supertux/good');
  const files = readdirSync(join(submission, 'data')).filter((file) => file !== LABELS_FILE);
  const splits = [{ name: '', folder: 'data', files, hasLabels: true }];
  const { driver, seconds } = measuredDriver();
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    await examineInSandbox(submission, { rules: RULES, splits, course }, { driver });
    runs.push(seconds());
  }
  print(
    'examination of 330 images against 1,800',
    `${Math.min(...runs).toFixed(2)} core-seconds at least, of ${String(RUNS)} runs (aim 0.3)`,
  );
  print('  features of the 1,800, once for a run', `${((user + system) / 1e6).toFixed(2)} core-seconds`);
}
