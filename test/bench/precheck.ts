/** The time from saving a file to the result of `precheck --watch`, on Quiz 2, in place and as editors rename. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './measure.js';
import { mainIn } from '../support/run-cli.js';

const SAVES = 10;
const END = 'Ctrl-C ends.';

/** `print` takes a name and a value. */
export async function benchPrecheck(
  work: string,
  root: string,
  print: (name: string, value: string) => void,
): Promise<void> {
  const folder = join(work, 'watched');
  cpSync(join(root, 'submissions/quiz2/perfect'), folder, { recursive: true });
  const args = [mainIn(root), 'precheck', folder, '--rubric', 'quiz2', '--watch'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  const result = async () => {
    while (!told.includes(END)) told += String((await once(child.stdout, 'data'))[0]);
    told = '';
  };
  await result();
  const code = join(folder, 'backprop.ts');
  const text = readFileSync(code, 'utf8');
  for (const [name, save] of [
    ['in place', writeFileSync],
    [
      'renamed over it',
      (path: string, data: string) => {
        writeFileSync(`${path}.new`, data);
        renameSync(`${path}.new`, path);
      },
    ],
  ] as const) {
    const times = [];
    for (let at = 0; at < SAVES; at += 1) {
      // a person takes longer between two saves
      await pause(500);
      const started = performance.now();
      save(code, `${text}// ${name} ${String(at)}\n`);
      await result();
      times.push((performance.now() - started) / 1000);
    }
    const most = Math.max(...times).toFixed(2);
    print(`precheck --watch, save ${name} to result`, `median ${median(times).toFixed(2)} s, max ${most} (aim 1 s)`);
  }
  child.kill('SIGINT');
  await once(child, 'exit');
}
