/** What became of mistakes from one submission to the next, with the command line: `--previous`, and resubmissions in one run. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClassCauses } from '../../grader/report/class-causes.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const QUIZ2 = 'rubrics/quiz2.yaml';
/** A class with these submissions of the example class, by student. */
function classWith(students: Readonly<Record<string, string>>): string {
  const folder = makeFolder();
  for (const [id, name] of Object.entries(students)) hand(folder, id, name);
  return folder;
}
function hand(folder: string, id: string, name: string): void {
  rmSync(join(folder, id), { recursive: true, force: true });
  cpSync(join('submissions', 'quiz2', name), join(folder, id), { recursive: true });
}
const causesIn = (run: string) => JSON.parse(readFileSync(join(run, 'causes.json'), 'utf8')) as ClassCauses;
const batch = (folder: string, out: string, ...more: string[]) =>
  runCommand(['batch', folder, '--rubric', QUIZ2, '--out', out, ...more]);

let [first, second, next] = ['', '', ''];
let printed = '';
beforeAll(async () => {
  [first, second] = [makeFolder(), makeFolder()];
  await batch(
    classWith({ ann: 'forgot-relu-mask', ben: 'forgot-relu-mask', cleo: 'forgot-relu-mask', dan: 'perfect' }),
    first,
  );
  next = classWith({
    ann: 'perfect',
    ben: 'forgot-relu-mask',
    cleo: 'perfect',
    dan: 'perfect',
    eve: 'forgot-relu-mask',
  });
  printed = (await batch(next, second, '--previous', first, '--json')).stdout;
}, 120_000);

describe('--previous', () => {
  test('causes are grouped with their students', () => {
    const [commonest] = causesIn(first).causes;
    expect(commonest?.ids).toEqual(['ann', 'ben', 'cleo']);
    expect(causesIn(first).repairs).toEqual([]);
  });
  test('of two who handed in something else, both no longer have it; who handed in the same is not counted', () => {
    const { causes, repairs } = causesIn(second);
    expect(causes[0]?.ids).toEqual(['ben', 'eve']);
    expect(repairs.length).toBeGreaterThan(0);
    for (const { shown, unshown, unknown } of repairs) {
      expect(shown.had + unshown.had).toBe(2);
      expect(shown.repaired + unshown.repaired).toBe(2);
      expect(unknown).toBe(0);
    }
  });
  test('--json prints the reports and the same causes', () => {
    const { reports, ...causes } = JSON.parse(printed) as { reports: { submission: { id: string } }[] };
    expect(reports.map(({ submission }) => submission.id)).toEqual(['ann', 'ben', 'cleo', 'dan', 'eve']);
    const { schemaVersion: _version, ...kept } = JSON.parse(
      readFileSync(join(second, 'causes.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(causes).toEqual(kept);
  });
  test('the page of the class tells it, those of students do not, and `pages` tells it again', async () => {
    const page = readFileSync(join(second, 'index.html'), 'utf8');
    expect(page).toContain('2 submissions follow an earlier one');
    const own = readFileSync(join(second, 'reports', 'ben', 'report.html'), 'utf8');
    expect(own).not.toMatch(/an earlier one|\b(eve|cleo)\b/);
    rmSync(join(second, 'index.html'));
    await runCommand(['pages', second]);
    expect(readFileSync(join(second, 'index.html'), 'utf8')).toBe(page);
  });
  test.each([
    ['submissions', 'is not the folder of a run'],
    ['nowhere', 'is not the folder of a run'],
  ])('%s is refused', async (folder, sentence) => {
    const { exitCode, stderr } = await batch(next, makeFolder(), '--previous', folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });
  test('a run of another homework is refused', async () => {
    const { exitCode, stderr } = await runCommand([
      ...['batch', 'submissions/hw2-circle', '--rubric', 'hw2-circle', '--out', makeFolder(), '--previous', first],
    ]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is a run of quiz2, expected one of hw2-circle')]);
  });
});

test('a submission that was replaced in the same run is compared with the one before it, and an erased one is not', async () => {
  const [folder, out] = [classWith({ ann: 'forgot-relu-mask', ben: 'forgot-relu-mask' }), makeFolder()];
  await batch(folder, out);
  hand(folder, 'ann', 'perfect');
  await batch(folder, out, '--resume');
  const counts = () => causesIn(out).repairs.map(({ shown, unshown }) => shown.had + unshown.had);
  expect(counts().length).toBeGreaterThan(0);
  expect(new Set(counts())).toEqual(new Set([1]));
  await runCommand(['erase', out, 'ann', '--author', 'Ann', '--yes']);
  expect(counts()).toEqual([]);
  expect(readFileSync(join(out, 'causes.json'), 'utf8')).not.toContain('ann');
}, 120_000);
