/** A store on a disk that is really full: a small file system, mounted for the test. Nobody loses a mark by it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from '@jest/globals';
import { sha256 } from '../../grader/kept/digest.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { finishedIn, makeClass, reportsIn, scoresIn } from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';
import { mountDisk, testUnless, unmountDisk, whyNoDisk } from '../support/where-possible.js';

afterAll(removeFolders);

const { folder, rubric } = makeClass(['perfect', 'throws', 'bias-missing', 'nan']);
// prints what does not compress, so that its record, which comes third, needs more than one page of the disk
const noise = Array.from({ length: 300 }, (_, at) => sha256(String(at))).join('');
const code = join(folder, 'perfect', 'backprop.ts');
writeFileSync(code, `console.log('${noise}');\n${readFileSync(code, 'utf8')}`);

const batch = (out: string, ...more: readonly string[]) =>
  runCommand(['batch', folder, '--rubric', rubric, '--out', out, '--jobs', '1', ...more]);

/** The records that are there, each whole under its name. */
function recordsIn(store: string): string[] {
  const names = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names.map((entry) => {
    const address = entry.name.replace('.json.gz', '');
    expect(sha256(gunzipSync(readFileSync(join(entry.parentPath, entry.name))))).toBe(address);
    return address;
  });
}

testUnless(whyNoDisk(), 'a store on a full disk')(
  'a store that fills up: the class is graded as ever, staff are told, and nothing half-written is left',
  async () => {
    const [usual, out, store] = [join(makeFolder(), 'run'), join(makeFolder(), 'run'), makeFolder()];
    await batch(usual);
    // room for all but that one, of which one page can be written
    mountDisk(store, '12k');
    try {
      const { exitCode, stdout, stderr } = await batch(out, '--store', store);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      const kept = recordsIn(store);
      expect(kept).toHaveLength(3);
      expect(stdout).toContain(`note: the observations of one submission could not be kept (cannot write ${store}/`);
      expect(stdout).toContain('the disk is full): they are graded, and must be run again to be judged anew');
      // marks are those of a run with room
      const marks = (run: string) =>
        Object.entries(reportsIn(run) as Record<string, GradeReport>).map(([id, { verdict, results }]) => ({
          ...{ id, verdict, results },
        }));
      expect(marks(out)).toEqual(marks(usual));
      expect(scoresIn(out)).toBe(scoresIn(usual));
      expect(finishedIn(out)).toHaveLength(4);
      // a report names what is there, and nothing else
      const named = Object.values(reportsIn(out) as Record<string, GradeReport>).flatMap(
        ({ environment: { observations } }) => observations ?? [],
      );
      expect(named.sort()).toEqual(kept.sort());
      const judged = await runCommand(['rejudge', out, '--json']);
      expect(JSON.parse(judged.stdout)).toMatchObject({
        ...{ judged: 3, changed: [] },
        notObserved: [{ id: 'perfect', because: 'no observations of it were kept' }],
      });
    } finally {
      unmountDisk(store);
    }
  },
  120_000,
);

test('a store that is a file is refused first', async () => {
  const out = join(makeFolder(), 'run');
  const { exitCode, stderr } = await batch(out, '--store', rubric);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining('a file is where a folder is expected\nChoose another --store.'),
  ]);
  expect(readdirSync(out)).toEqual([]);
});
