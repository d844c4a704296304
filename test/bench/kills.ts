/** Kills a run repeatedly at random moments, and counts what was lost or graded twice. */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { makeStudents } from './class.js';
import { mainIn } from '../support/run-cli.js';

const KILLS = 50;
const STUDENTS = 60;
const SEED = 20181113;
/** Long enough to get somewhere, short enough to be killed in the middle. */
const [SOONEST_MS, LATEST_MS] = [300, 2500];

type Print = (name: string, value: string) => void;

export async function benchKills(work: string, root: string, print: Print): Promise<void> {
  const folder = join(work, 'killed-class');
  makeStudents(folder, join(root, 'submissions/quiz2/perfect'), STUDENTS);
  for (const name of ['nan', 'throws', 'missing-file', 'syntax-error']) {
    cpSync(join(root, 'submissions/quiz2', name), join(folder, name), { recursive: true });
  }
  const run = (out: string) =>
    execa(process.execPath, [mainIn(root), 'batch', folder, '--rubric', 'quiz2', '--out', out, '--resume'], {
      cwd: root,
      reject: false,
      stdin: 'ignore',
      stdout: 'ignore',
    });
  const quiet = join(work, 'quiet');
  await run(quiet);
  const next = randomFrom(SEED);
  let [kills, lost, twice, round, differ] = [0, 0, 0, 0, 0];
  while (kills < KILLS) {
    const out = join(work, `killed-${String(round)}`);
    round += 1;
    for (let ended = false; !ended;) {
      const before = idsIn(out);
      const running = run(out);
      const wait = SOONEST_MS + next() * (LATEST_MS - SOONEST_MS);
      const started = performance.now();
      const timer = setInterval(() => {
        // what a kill met before is finished first: what meets two in a row is given up, as it should be
        const hasGoneOn = idsIn(out).length >= before.length + availableParallelism();
        if (kills < KILLS && hasGoneOn && performance.now() - started >= wait) running.kill('SIGKILL');
      }, 10);
      const { signal } = await running;
      clearInterval(timer);
      if (signal === 'SIGKILL') kills += 1;
      else ended = true;
      const after = new Set(idsIn(out));
      lost += before.filter((id) => !after.has(id)).length;
    }
    const ids = idsIn(out);
    twice += ids.length - new Set(ids).size;
    const expected = readdirSync(folder).length;
    lost += expected - new Set(ids).size;
    if (readFileSync(join(out, 'scores.csv'), 'utf8') !== readFileSync(join(quiet, 'scores.csv'), 'utf8')) differ += 1;
  }
  print(
    `${String(kills)} kills in ${String(round)} runs of ${String(STUDENTS + 4)}`,
    `lost ${String(lost)}, graded twice ${String(twice)}, runs with other scores ${String(differ)} (aim 0, 0, 0)`,
  );
}

/** What the journal has as finished, by whole lines; the last may be cut short by a kill. */
function idsIn(out: string): string[] {
  const path = join(out, 'journal.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  return lines.filter((line) => line.includes('"status":')).map((line) => (JSON.parse(line) as { id: string }).id);
}

/** Numerical Recipes' linear congruential generator, as numbers from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
