/** `precheck --watch`: a result for each save, however an editor saves, and a clean end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { makeFolder, removeFolders } from '../support/folders.js';
import { MAIN } from '../support/run-cli.js';

afterAll(removeFolders);

const END = 'Waiting for changes; Ctrl-C ends.\n';
const RIGHT = readFileSync('submissions/quiz2/perfect/backprop.ts', 'utf8');
const WRONG = readFileSync('submissions/quiz2/sign-flipped/backprop.ts', 'utf8');

/** A watching process on work that is right. */
class Watched {
  readonly temporary = makeFolder();
  readonly work = join(makeFolder(), 'work');
  readonly code = join(this.work, 'backprop.ts');
  readonly page = join(this.work, 'page.html');
  errors = '';
  #told = '';
  #grew: () => void = () => undefined;
  readonly child;
  readonly exited;

  constructor(...more: string[]) {
    cpSync('submissions/quiz2/perfect', this.work, { recursive: true });
    const args = [MAIN, 'precheck', this.work, '--rubric', 'quiz2', '--watch', ...more];
    const env = { ...process.env, TMPDIR: this.temporary };
    this.child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'exit') as Promise<[number | null, string | null]>;
    this.child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.child.stdout.on('data', (data: Buffer) => {
      this.#told += data.toString();
      this.#grew();
    });
  }

  /** What it tells until its next result is complete; fails with what it told if it ends before. */
  async result(): Promise<string> {
    const ended = this.exited.then(() => Promise.reject(new Error(`ended: ${this.#told}${this.errors}`)));
    while (!this.#told.includes(END)) {
      await Promise.race([new Promise<void>((resolve) => (this.#grew = resolve)), ended]);
    }
    const end = this.#told.indexOf(END) + END.length;
    const text = this.#told.slice(0, end);
    this.#told = this.#told.slice(end);
    return text;
  }
}

let watched: Watched;
afterEach(() => {
  watched.child.kill('SIGKILL');
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('saving', () => {
  test('however an editor does it, each save has one result, of the whole file', async () => {
    watched = new Watched();
    const { code, work } = watched;
    expect(await watched.result()).toContain('54 of 54 points');
    // in place
    writeFileSync(code, WRONG);
    expect(await watched.result()).toContain('--- 1 file changed: backprop.ts ---');
    // beside it, then renamed over it
    writeFileSync(join(work, 'backprop.ts.new'), RIGHT);
    renameSync(join(work, 'backprop.ts.new'), code);
    expect(await watched.result()).toContain('54 of 54 points');
    // as vim: a swap file, the old file renamed, a new one written in two parts
    writeFileSync(join(work, '.backprop.ts.swp'), 'swap');
    renameSync(code, `${code}~`);
    await pause(150);
    writeFileSync(code, WRONG.slice(0, 100));
    await pause(150);
    writeFileSync(code, WRONG);
    rmSync(`${code}~`);
    const wrong = await watched.result();
    expect(wrong).toContain('--- 1 file changed: backprop.ts ---');
    expect(wrong).toContain('dyhat is the right answer with its sign flipped');
    // emptied, and filled a moment later
    writeFileSync(code, '');
    await pause(250);
    writeFileSync(code, RIGHT);
    expect(await watched.result()).toContain('54 of 54 points');
    // in a folder that was made meanwhile
    mkdirSync(join(work, 'src'));
    renameSync(code, join(work, 'src', 'backprop.ts'));
    expect(await watched.result()).toContain('54 of 54 points');
    expect(watched.errors).toBe('');
  });
  test('code that cannot be read, and code that never ends, are told, and it goes on; the page is no change', async () => {
    watched = new Watched('--html', join(makeFolder(), 'unused.html'));
    await watched.result();
    writeFileSync(watched.code, 'export function forward( {');
    expect(await watched.result()).toContain('backprop.ts');
    writeFileSync(watched.code, RIGHT);
    expect(await watched.result()).toContain('54 of 54 points');
  });
});

describe('the end', () => {
  test('Ctrl-C leaves no folder and no process', async () => {
    watched = new Watched('--html', join(makeFolder(), 'page.html'));
    await watched.result();
    const group = readFileSync(`/proc/${String(watched.child.pid)}/task/${String(watched.child.pid)}/children`, 'utf8');
    watched.child.kill('SIGINT');
    expect(await watched.exited).toEqual([130, null]);
    expect(readdirSync(watched.temporary)).toEqual([]);
    const left = group.split(' ').filter((pid) => pid !== '' && readdirSync('/proc').includes(pid));
    expect(left).toEqual([]);
    expect(watched.errors).toBe('');
  });
  test('a folder that disappears is waited for, and then told', async () => {
    watched = new Watched();
    await watched.result();
    renameSync(watched.work, `${watched.work}-away`);
    await pause(500);
    renameSync(`${watched.work}-away`, watched.work);
    writeFileSync(watched.code, WRONG);
    expect(await watched.result()).toContain('sign flipped');
    rmSync(watched.work, { recursive: true });
    expect(await watched.exited).toEqual([2, null]);
    expect(watched.errors).toContain('is gone: there is nothing to watch any more');
    expect(readdirSync(watched.temporary)).toEqual([]);
  });
});
