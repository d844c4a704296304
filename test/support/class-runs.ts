/** A small class, and runs of it with the command line, for tests of what a run survives. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { makeFolder } from './folders.js';
import { MAIN } from './run-cli.js';
import { runCommand } from './run-command.js';

/** Good, partly right, wrong, and broken in several ways; one that never ends. */
export const CLASS = ['perfect', 'throws', 'nan', 'syntax-error', 'missing-file', 'infinite-loop'];

/** A folder with one submission of each kind, and the same rubric with a short limit of processor time for each call. */
export function makeClass(names: readonly string[], callSeconds = 1): { folder: string; rubric: string } {
  const folder = makeFolder();
  for (const name of names) cpSync(join('submissions', 'quiz2', name), join(folder, name), { recursive: true });
  const rubric = join(makeFolder(), 'quiz2.yaml');
  writeFileSync(
    rubric,
    `${readFileSync('rubrics/quiz2.yaml', 'utf8')}\nlimits: { callSeconds: ${String(callSeconds)} }\n`,
  );
  return { folder, rubric };
}

/** Leaves the visible checks of quiz2 in a rubric of `makeClass`: half of its work, with files, code and typed answers. */
export function leaveVisible(rubric: string): void {
  const [head = '', ...checks] = readFileSync(rubric, 'utf8').split(/\n(?=  - id: )/);
  const visible = checks.map((check) => (check.includes('visibility: after_published') ? afterChecks(check) : check));
  const samples = /^ {2}generic:\n[^]*(?=^targets:)/m;
  writeFileSync(rubric, [head.replace('points: 100', 'points: 54').replace(samples, ''), ...visible].join('\n'));
}

/** What follows the last check: the limits. */
const afterChecks = (check: string) => /^limits: .*\n$/m.exec(check)?.[0] ?? '';

/** `tuxgrade batch`, started. */
export function startBatch(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [MAIN, 'batch', ...args], { reject: false, stdin: 'ignore', env: { ...env } });
}

/** A run that nothing disturbs, from its start to its end. */
export const runBatch = (args: readonly string[]) => runCommand(['batch', ...args]);

export const scoresIn = (out: string) => readFileSync(join(out, 'scores.csv'), 'utf8');
export const journalIn = (out: string) => readFileSync(join(out, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
/** The lines about finished submissions; the others are about starts. */
export const finishedIn = (out: string) => journalIn(out).filter((line) => line.includes('"status":'));
export const idsIn = (out: string) => finishedIn(out).map((line) => (JSON.parse(line) as { id: string }).id);

/** All reports without their times, by student. */
export function reportsIn(out: string): Record<string, unknown> {
  const folder = join(out, 'reports');
  return Object.fromEntries(
    readdirSync(folder).map((id) => {
      const { timing: _timing, ...rest } = JSON.parse(readFileSync(join(folder, id, 'report.json'), 'utf8')) as {
        timing: unknown;
      };
      return [id, rest];
    }),
  );
}
