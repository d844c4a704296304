/** Grades classes of hostile submissions: the peak memory of the grading process, and what was left ungraded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAND_INS, writeHandIns, type Homework } from '../adversarial/hand-ins.js';
import { measureNode } from './measure.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

export async function benchHandIns(work: string, root: string, print: Print): Promise<void> {
  for (const homework of Object.keys(HAND_INS) as Homework[]) {
    const folder = join(work, `hand-ins-${homework}`);
    const out = join(work, `hand-ins-${homework}-out`);
    await writeHandIns(folder, homework, root);
    const names = Object.keys(HAND_INS[homework]);
    const cli = mainIn(root);
    const { peakMemoryBytes, wallSeconds } = await measureNode(
      [cli, 'batch', folder, '--rubric', homework, '--out', out],
      root,
    );
    const lines = readFileSync(join(out, 'journal.jsonl'), 'utf8').trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as { status?: string });
    const ungraded = entries.filter(({ status }) => status === 'ungraded').length;
    print(
      `${String(names.length)} hostile hand-ins, ${homework}`,
      `parent's peak ${String(Math.round(peakMemoryBytes / 2 ** 20))} MiB (aim 400), ungraded ${String(ungraded)} (aim 0), ${wallSeconds.toFixed(0)} s`,
    );
  }
}
