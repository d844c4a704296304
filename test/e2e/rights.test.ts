/** A run that another user may not read or write: sentences with the path and what to do, and nothing half done. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { appendAudit } from '../../grader/decided/audit.js';
import { removeFolders } from '../support/folders.js';
import { makeRun, REPORT } from '../support/kept-run.js';
import { MAIN } from '../support/run-cli.js';

afterAll(removeFolders);

/** Root may read and write everything: it gives itself up first. */
const NOBODY = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

/** What somebody else is told, and the exit code. */
function told(...args: readonly string[]): { readonly status: number; readonly stderr: string } {
  try {
    execFileSync('env', [...NOBODY, process.execPath, MAIN, ...args], { stdio: 'pipe', encoding: 'utf8' });
    return { status: 0, stderr: '' };
  } catch (error) {
    return error as { status: number; stderr: string };
  }
}

async function runWith(mode: number, ...path: readonly string[]): Promise<string> {
  const run = await makeRun({ ada: REPORT });
  await appendAudit(run, { at: '2018-10-01T00:00:00Z', action: 'export', by: 'Ann', details: {} });
  for (const name of ['', 'reports', 'reports/ada']) chmodSync(join(run, name), 0o777);
  for (const name of ['run.json', 'journal.jsonl', 'audit.jsonl']) chmodSync(join(run, name), 0o666);
  chmodSync(join(run, ...path), mode);
  return run;
}

describe('what may not be read', () => {
  test.each([
    ['show', ['reports'], ['ada']],
    ['audit', ['audit.jsonl'], []],
    ['show', ['reports', 'ada', 'report.json'], ['ada']],
    ['pages', ['reports'], []],
  ] as const)('%s, of %j', async (command, path, more) => {
    const run = await runWith(0o000, ...path);
    const { status, stderr } = told(command, run, ...more);
    expect({ status, stderr }).toMatchObject({ status: 2 });
    expect(stderr).toContain(`${join(run, ...path)} cannot be read: no permission`);
    expect(stderr).toContain('Give this user the right to read it');
    expect(stderr).not.toContain('fault of the grader');
  });
});

test('an adjustment whose report may not be written is not made, and no option is advised that there is not', async () => {
  const run = await runWith(0o555, 'reports', 'ada');
  const audit = readFileSync(join(run, 'audit.jsonl'), 'utf8');
  const given = ['--points', '5', '--reason', 'r', '--author', 'Ann'];
  const { status, stderr } = told('adjust', run, 'ada', 'two', ...given);
  expect({ status, stderr }).toMatchObject({ status: 2 });
  expect(stderr).toContain(`cannot write ${join(run, 'reports', 'ada')}: no permission\nChange who may write there.`);
  expect(stderr).not.toContain('--out');
  expect(existsSync(join(run, 'adjustments.jsonl'))).toBe(false);
  expect(readFileSync(join(run, 'audit.jsonl'), 'utf8')).toBe(audit);
}, 60_000);
