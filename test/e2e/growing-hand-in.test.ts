/** A submission that grows while a run reads it costs nobody else anything. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeClass, reportsIn, scoresIn, startBatch } from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

test('a submission that changes while it is read is left ungraded, and the others are graded', async () => {
  const { folder, rubric } = makeClass(['perfect', 'nan']);
  const growing = join(folder, 'perfect', 'notes.txt');
  writeFileSync(growing, Buffer.alloc(32 << 20));
  const writer = execa('sh', ['-c', `while :; do echo more >> ${growing}; done`], { reject: false });
  try {
    const out = makeFolder();
    const { exitCode } = await startBatch([folder, '--rubric', rubric, '--out', out, '--jobs', '1']);
    expect(exitCode).toBe(4);
    expect(scoresIn(out)).toMatch(/^perfect,,,,ungraded,,100,/m);
    expect(scoresIn(out)).toMatch(/^nan,,,,graded,/m);
    const { notes } = reportsIn(out)['perfect'] as { notes: { text: string }[] };
    expect(notes[0]?.text).toContain('notes.txt was replaced or grew while it was read');
  } finally {
    writer.kill('SIGKILL');
    await writer;
  }
}, 60_000);
