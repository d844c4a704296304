/** Temporary folders: who owns them, and what happens to those of processes that have ended. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from '@jest/globals';
import { makeTemporary, openNameless, removeTemporary, sweepTemporary } from '../../grader/temporary.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

/** When a process began, in ticks since the machine did. */
const beganAt = (pid: number) =>
  execFileSync('awk', ['{ print $22 }', `/proc/${String(pid)}/stat`], { encoding: 'utf8' }).trim();
const namespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';

test('folders of dead processes are removed; those of live processes, other users and other containers stay', async () => {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = makeFolder();
  try {
    const gone = execa('true');
    const { pid = 0 } = gone;
    await gone;
    const make = (name: string) => {
      mkdirSync(join(tmpdir(), name, 'inside'), { recursive: true });
      return join(tmpdir(), name);
    };
    const dead = make(`tuxgrade-${namespace}-${String(pid)}-1-abcdef`);
    const alive = make(`tuxgrade-${namespace}-${String(process.ppid)}-${beganAt(process.ppid)}-abcdef`);
    // where it was not known when it began
    const perhaps = make(`tuxgrade-${namespace}-${String(process.ppid)}-0-abcdef`);
    // a later process has the number now
    const later = make(`tuxgrade-${namespace}-${String(process.ppid)}-1-abcdef`);
    const elsewhere = make(`tuxgrade-1${namespace}-${String(pid)}-1-abcdef`);
    const foreign = mkdtempSync(join(tmpdir(), 'other-'));
    const own = makeTemporary();
    sweepTemporary();
    expect([dead, later].map((folder) => existsSync(folder))).toEqual([false, false]);
    expect([alive, perhaps, elsewhere, foreign, own].map((folder) => existsSync(folder))).toEqual(Array(5).fill(true));
    await removeTemporary(own);
    expect(existsSync(own)).toBe(false);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});

test('a file without a name is read to its end, and nothing of it is among the temporary files', () => {
  const prefix = `tuxgrade-${namespace}-${String(process.pid)}-${beganAt(process.pid)}-`;
  const other = makeTemporary();
  expect(other.startsWith(join(tmpdir(), prefix))).toBe(true);
  const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(prefix));
  const before = own();
  const bytes = Uint8Array.of(0, 1, 254, 255);
  const descriptor = openNameless(bytes);
  expect(own()).toEqual(before);
  expect(Uint8Array.from(readFileSync(descriptor))).toEqual(bytes);
  closeSync(descriptor);
});

test('a bubblewrap that a dead grader left waiting is ended', async () => {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = makeFolder();
  try {
    const gone = execa('true');
    const { pid = 0 } = gone;
    await gone;
    const dead = join(tmpdir(), `tuxgrade-${namespace}-${String(pid)}-1-abcdef`);
    mkdirSync(dead);
    // what tells it is its name and its command
    const program = join(makeFolder(), 'bwrap');
    copyFileSync('/bin/sleep', program);
    chmodSync(program, 0o755);
    const start = (folder: string) => execa(program, ['1000'], { argv0: `${folder}/room`, reject: false });
    const held = start(dead);
    const other = start(makeFolder());
    await Promise.all([held, other].map((child) => new Promise((resolve) => child.once('spawn', resolve))));
    sweepTemporary();
    expect((await held).signal).toBe('SIGKILL');
    expect(other.exitCode).toBeNull();
    other.kill('SIGKILL');
    expect((await other).signal).toBe('SIGKILL');
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});
