/** erase and export, with the command line: nobody who was erased or has a pseudonym is named in any byte. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAudit } from '../../grader/decided/audit.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { ADA, BEN, CEM, copyOf, everythingIn, gradeNamedClass, reportIn, wordsOf } from '../support/named-class.js';
import { runCommand } from '../support/run-command.js';

let source = '';
/** A run that no test changes. */
let run = '';

beforeAll(async () => {
  ({ source, run } = await gradeNamedClass());
}, 120_000);
afterAll(removeFolders);

describe('erase', () => {
  test('says what would be removed, and removes nothing without --yes', async () => {
    const folder = copyOf(run);
    const { exitCode, stdout } = await runCommand(['erase', folder, 'ada', '--author', 'Prof. Turing']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `To be removed of ${ADA.id} (${ADA.name}, ${ADA.sid}, ${ADA.email}): 1 report, 1 kept observation`,
    );
    expect(everythingIn(folder)).toBe(everythingIn(run));
  });
  test('nothing of the person is left in any byte, and the others are kept by a run that is continued', async () => {
    const folder = copyOf(run);
    const regraded = await runCommand([
      'regrade',
      folder,
      ADA.id,
      '--reason',
      `asked by ${ADA.email}`,
      '--author',
      'ta',
    ]);
    expect(regraded.exitCode).toBe(0);
    for (const word of wordsOf(ADA)) expect(everythingIn(folder)).toContain(word);
    const { exitCode, stdout } = await runCommand(['erase', folder, ADA.name, '--author', 'Prof. Turing', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`The submission is still in ${source}: remove it there too`);
    const left = everythingIn(folder);
    expect(wordsOf(ADA).filter((word) => left.includes(word))).toEqual([]);
    for (const word of [...wordsOf(BEN), ...wordsOf(CEM)]) expect(left).toContain(word);
    const trail = await readAudit(folder);
    expect(trail.damage).toEqual([]);
    expect(trail.lines.map(({ action, by }) => [action, by])).toEqual([
      ['regrade', 'ta'],
      ['erase', 'Prof. Turing'],
    ]);
    expect(trail.lines[0]?.details).toEqual({ erased: true });
    const resumed = await runCommand(['batch', source, '--rubric', 'quiz2', '--out', folder, '--resume']);
    expect(resumed.stderr).toContain('2 were finished before and kept');
    expect(resumed.stderr).not.toContain('journal.jsonl:');
  }, 120_000);
  test('of what was written about others, only the name is removed; adjustments of the person are gone', async () => {
    const folder = copyOf(run);
    const adjust = (id: string, points: string, reason: string) =>
      runCommand(['adjust', folder, id, 'answers', '--points', points, '--reason', reason, '--author', 'ta']);
    await adjust(BEN.id, '7', `as for ${ADA.sid}: the 7 is a 1`);
    await adjust(BEN.id, '8', 'the same slip as Quillfeather, Ada in z1');
    await adjust(CEM.id, '9', 'read twice');
    await adjust(ADA.id, '3', 'for her alone');
    await runCommand(['pages', folder, '--staff-pages']);
    const others = readFileSync(reportIn(folder, CEM));
    const dry = await runCommand(['erase', folder, ADA.id, '--author', 'Prof. Turing']);
    expect(dry.stdout).toContain('1 adjustment, the details of 3 lines of the audit trail, the name in 2 reasons');
    expect(everythingIn(folder)).toContain('quillfeather, ada');
    const { exitCode } = await runCommand(['erase', folder, ADA.id, '--author', 'Prof. Turing', '--yes']);
    expect(exitCode).toBe(0);
    const left = everythingIn(folder);
    for (const word of [...wordsOf(ADA), 'quillfeather', 'for her alone']) expect(left).not.toContain(word);
    // in the line, the report, the one before it, and the pages
    const ofBen = (...path: string[]) => readFileSync(join(folder, 'reports', BEN.id, ...path), 'utf8');
    for (const name of ['report.json', 'report.html', 'results.json', 'staff.html']) {
      expect(ofBen(name)).toContain('the same slip as (erased) in z1');
    }
    expect(ofBen('earlier', '0002.json')).toContain('as for (erased): the 7 is a 1');
    expect(readFileSync(reportIn(folder, CEM))).toEqual(others);
    const lines = readFileSync(join(folder, 'adjustments.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { submission: string }).submission)).toEqual([
      BEN.id,
      BEN.id,
      CEM.id,
    ]);
    // the trail follows, and says of the person only that there was something
    const { lines: trail, damage } = await readAudit(folder);
    expect(damage).toEqual([]);
    expect(trail.map(({ action, details }) => [action, details['submission'] ?? details['erased'] ?? null])).toEqual([
      ['adjust', BEN.id],
      ['adjust', BEN.id],
      ['adjust', CEM.id],
      ['adjust', true],
      ['erase', null],
    ]);
    expect(trail[1]?.details['reason']).toBe('the same slip as (erased) in z1');
    expect((await runCommand(['audit', folder])).exitCode).toBe(0);
    // the points stay, and a run that is continued finds everything as it was written
    const resumed = await runCommand(['batch', source, '--rubric', 'quiz2', '--out', folder, '--resume']);
    expect(resumed.stderr).toContain('2 were finished before and kept');
    expect(resumed.stderr).not.toContain('.jsonl:');
    const { results } = JSON.parse(ofBen('report.json')) as GradeReport;
    expect(results.find(({ id }) => id === 'answers')?.earned).toBe(8);
  }, 120_000);
  test('nobody that fits, no author, no run', async () => {
    const folder = copyOf(run);
    expect((await runCommand(['erase', folder, 'nobody', '--author', 'x', '--yes'])).stderr).toContain('nobody in');
    expect((await runCommand(['erase', folder, ADA.id, '--yes'])).stderr).toContain('erase needs --author');
    expect((await runCommand(['erase', folder, ADA.id, '--author', ' '])).stderr).toContain('--author is empty');
    expect((await runCommand(['erase', source, ADA.id, '--author', 'x', '--yes'])).stderr).toContain(
      'not the folder of a run',
    );
    expect(existsSync(join(source, '.lock'))).toBe(false);
  });
});

describe('export', () => {
  test('under pseudonyms: nobody is named in any byte, and they are the same in the next homework', async () => {
    const folder = makeFolder();
    const [key, out, next] = ['course.key', 'out', 'next'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const first = await runCommand(['export', run, '--out', out, '--pseudonyms', key, '--author', 'ta']);
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('3 submissions exported under pseudonyms');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    const all = everythingIn(out);
    expect([ADA, BEN, CEM].flatMap(wordsOf).filter((word) => all.includes(word))).toEqual([]);
    expect(all).not.toContain('ada_quillfeather');
    // who it was stays the same in all of its outputs
    const ids = readdirSync(join(out, 'reports'));
    expect(ids).toHaveLength(3);
    const scores = readFileSync(join(out, 'scores.csv'), 'utf8');
    for (const id of ids) {
      expect(id).toMatch(/^[a-z]{5}-[a-z]{5}-[a-z]{5}$/);
      expect(scores).toContain(`\n${id},${id},${id},${id}@pseudonym.invalid,`);
      expect(readdirSync(join(out, 'reports', id)).sort()).toEqual(['report.html', 'report.json', 'results.json']);
    }
    await runCommand(['export', run, '--out', next, '--pseudonyms', key, '--author', 'ta']);
    expect(readFileSync(join(next, 'scores.csv'), 'utf8')).toBe(scores);
    const other = await runCommand([
      'export',
      run,
      '--out',
      join(folder, 'other'),
      '--pseudonyms',
      join(folder, 'other.key'),
    ]);
    expect(other.exitCode).toBe(0);
    expect(readFileSync(join(folder, 'other', 'scores.csv'), 'utf8')).not.toBe(scores);
  }, 60_000);
  test('without a key: as it is', async () => {
    const out = join(makeFolder(), 'out');
    expect((await runCommand(['export', run, '--out', out])).stdout).toContain('exported with names');
    expect(readFileSync(join(out, 'scores.csv'), 'utf8')).toBe(readFileSync(join(run, 'scores.csv'), 'utf8'));
    expect(readFileSync(reportIn(out, ADA), 'utf8')).toBe(readFileSync(reportIn(run, ADA), 'utf8'));
  });
  test('a folder that has something, a key that others can read, is damaged or would be handed on', async () => {
    const folder = makeFolder();
    const [key, out] = [join(folder, 'key'), join(folder, 'out')];
    const exported = (...args: string[]) => runCommand(['export', run, ...args]);
    expect((await exported('--out', run)).stderr).toContain('is not empty');
    expect((await exported('--out', 'package.json')).stderr).toContain('--out package.json is not a folder');
    expect((await exported('--out', out, '--pseudonyms', join(out, 'key'))).stderr).toContain('would be in the export');
    writeFileSync(key, 'x');
    chmodSync(key, 0o644);
    expect((await exported('--out', out, '--pseudonyms', key)).stderr).toContain(`others can read ${key} (mode 644)`);
    chmodSync(key, 0o600);
    expect((await exported('--out', out, '--pseudonyms', key)).stderr).toContain('is damaged');
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(key, 'utf8')).toBe('x');
  });
});
