/**
 * Classes of hostile submissions, graded with the command line: each is its student's fault and nobody else's, nothing
 * is left ungraded, and the memory of the grading process stays within its bound.
 */
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { execa } from 'execa';
import { commandIn, whyNotHere, type Environment } from '../support/docker-like.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { testUnless } from '../support/where-possible.js';
import { IS_FULL } from '../support/runs.js';
import { HAND_INS, isReadByName, meetsWalls, writeHandIns, type Homework } from '../adversarial/hand-ins.js';
import { mainIn } from '../support/run-cli.js';

const ROOT = process.cwd();
const MAIN = mainIn(ROOT);
/** Of the process that grades, whatever is handed in. */
const MOST_BYTES = 400 * 2 ** 20;
const ANOTHER_USER = 54321;

const homeworks = Object.keys(HAND_INS) as Homework[];
/** By homework and by what is tried of it: all of the class, or what the walls of a place have to hold. */
const classes = new Map<string, string>();
type Share = 'all' | 'walls';

/** What is read in the same way for every homework is tried with the first one in `npm test`, with all in `npm run fuzz`. */
const attacksOf = (homework: Homework, share: Share) =>
  Object.keys(HAND_INS[homework]).filter(
    (name) => IS_FULL || ((homework === homeworks[0] || !isReadByName(name)) && (share === 'all' || meetsWalls(name))),
  );

/** On this machine everything is tried, and in the other places what their walls have to hold. */
const shareIn = (environment: Environment | null): Share => (environment === null ? 'all' : 'walls');

beforeAll(async () => {
  for (const homework of homeworks) {
    const folder = join(makeFolder(), 'class');
    await writeHandIns(folder, homework, ROOT, attacksOf(homework, 'all'));
    classes.set(`${homework} all`, folder);
    const walls = join(makeFolder(), 'class');
    mkdirSync(walls);
    for (const name of ['zz-good', ...attacksOf(homework, 'walls')])
      cpSync(join(folder, name), join(walls, name), { recursive: true });
    classes.set(`${homework} walls`, walls);
  }
}, 300_000);
afterAll(removeFolders);

interface Graded {
  readonly exitCode: number | undefined;
  readonly stderr: string;
  readonly peakBytes: number;
  readonly scores: readonly string[];
  readonly reports: ReadonlyMap<string, string>;
}

/** Grades the class on this machine, or as in a container, or as a user without rights. */
async function gradeClass(homework: Homework, environment: Environment | null): Promise<Graded> {
  const temporary = makeFolder();
  chmodSync(temporary, 0o711);
  if (environment === 'user') chownSync(temporary, ANOTHER_USER, ANOTHER_USER);
  const out = join(temporary, 'out');
  const command = [
    process.execPath,
    MAIN,
    'batch',
    classes.get(`${homework} ${shareIn(environment)}`) ?? '',
    '--rubric',
    homework,
    '--out',
    out,
  ];
  const [file, args] = environment === null ? [process.execPath, command.slice(1)] : commandIn(environment, command);
  const child = execa(file, args, {
    reject: false,
    stdin: 'ignore',
    extendEnv: false,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary, HOME: '/dev/null' },
  });
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
  }, 20);
  const { exitCode, stderr } = await child;
  clearInterval(timer);
  const scores = readFileSync(join(out, 'scores.csv'), 'utf8').trim().split('\n');
  const names = scores.slice(1).map((line) => line.split(',')[0] ?? '');
  const reports = names.map((name) => [name, readFileSync(join(out, 'reports', name, 'report.json'), 'utf8')] as const);
  return { exitCode, stderr, peakBytes, scores, reports: new Map(reports) };
}

/** The largest resident set that the process has had; 0 once it has ended. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const PLACES: readonly (readonly [string, Environment | null])[] = [
  ['on this machine', null],
  ['in a container without namespaces', 'container'],
  ['as an ordinary user without namespaces', 'user'],
];

/** On this machine every class; of the other places, which differ in their walls, one with each in `npm test`. */
const placesFor = (homework: Homework) =>
  PLACES.filter(([, place]) => IS_FULL || place === null || (place === 'container') === (homework === homeworks[0]));

describe.each(homeworks)('hostile hand-ins of %s', (homework) => {
  describe.each(placesFor(homework))('%s', (place, environment) => {
    const why = environment === null ? null : whyNotHere();
    testUnless(why, `hostile hand-ins ${place}`)(
      'are graded',
      async () => {
        const { exitCode, stderr, peakBytes, reports } = await gradeClass(homework, environment);
        expect([exitCode, stderr.includes('ungraded')]).toEqual([0, false]);
        expect(reports.size).toBe(attacksOf(homework, shareIn(environment)).length + 1);
        for (const [name, text] of reports) {
          const { verdict } = JSON.parse(text) as { verdict: { status: string; earned: number; possible: number } };
          expect([name, verdict.status]).toEqual([name, 'graded']);
          if (name === 'zz-good') expect(verdict.earned).toBe(verdict.possible);
          expect(text.length).toBeLessThan(200_000);
        }
        expect(peakBytes).toBeGreaterThan(50 * 2 ** 20);
        expect(peakBytes).toBeLessThan(MOST_BYTES);
      },
      300_000,
    );
  });
});
