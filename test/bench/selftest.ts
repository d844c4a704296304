/** How many submissions with a known mistake each shipped rubric catches: its mutation score. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { SelfTest } from '../../grader/selftest/result.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

export async function benchSelfTest(root: string, print: Print): Promise<void> {
  for (const file of readdirSync(join(root, 'rubrics')).filter((name) => name.endsWith('.yaml'))) {
    const id = file.slice(0, -'.yaml'.length);
    const started = performance.now();
    const main = mainIn(root);
    const { stdout } = await execa(process.execPath, [main, 'rubric', 'selftest', id, '--json'], {
      cwd: root,
      // it ends with 1 if its solution loses points, which is told
      reject: false,
    });
    const { solution, score } = JSON.parse(stdout) as SelfTest;
    const { made, caught, named } = score;
    const whole =
      solution === null ? 'no solution' : `solution ${String(solution.earned)} of ${String(solution.possible)}`;
    const mistakes =
      made === 0
        ? 'no check that a mistake can be tried on'
        : `${String(caught)} of ${String(made)} mistakes caught, ${String(named)} named`;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    print(`selftest of ${id}`, `${mistakes}; ${whole}; ${seconds} s`);
  }
}
