/** `precheck --watch`: a result for each save, however an editor saves, and a clean end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { changedRubric } from '../support/changed-rubric.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { MAIN } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const END = 'Waiting for changes; Ctrl-C ends.\n';
const RIGHT = readFileSync('submissions/quiz2/perfect/backprop.ts', 'utf8');
const WRONG = readFileSync('submissions/quiz2/sign-flipped/backprop.ts', 'utf8');

interface Watching {
  /** A file that is watched instead of the folder. */
  readonly archive?: string;
  /** Writes the page into the folder that is watched. */
  readonly page?: boolean;
  readonly rubric?: string;
}

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

  constructor({ archive, page = false, rubric = 'quiz2' }: Watching = {}) {
    cpSync('submissions/quiz2/perfect', this.work, { recursive: true });
    const args = [MAIN, 'precheck', archive ?? this.work, '--rubric', rubric, '--watch'];
    if (page) args.push('--html', this.page);
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

/** Results until one has this text, of which there is one unless a busy machine made the save last too long. */
async function onlyResult(watched: Watched, text: string, savedMs: number): Promise<string> {
  for (;;) {
    const result = await watched.result();
    if (result.includes(text) || savedMs < SETTLING_MS) return result;
  }
}

/** What is half written is waited for at least so long. */
const SETTLING_MS = 500;

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
    const vim = performance.now();
    writeFileSync(join(work, '.backprop.ts.swp'), 'swap');
    renameSync(code, `${code}~`);
    await pause(150);
    writeFileSync(code, WRONG.slice(0, 100));
    await pause(150);
    writeFileSync(code, WRONG);
    rmSync(`${code}~`);
    const wrong = await onlyResult(watched, 'sign flipped', performance.now() - vim);
    expect(wrong).toContain('--- 1 file changed: backprop.ts ---');
    expect(wrong).toContain('dyhat is the right answer with its sign flipped');
    // emptied, and filled a moment later
    const emptied = performance.now();
    writeFileSync(code, '');
    await pause(250);
    writeFileSync(code, RIGHT);
    expect(await onlyResult(watched, '54 of 54', performance.now() - emptied)).toContain('54 of 54 points');
    // in a folder that was made meanwhile
    mkdirSync(join(work, 'src'));
    renameSync(code, join(work, 'src', 'backprop.ts'));
    expect(await watched.result()).toContain('54 of 54 points');
    expect(watched.errors).toBe('');
  });
  test('code that cannot be read, and code that never ends, are told, and it goes on; the page is no change', async () => {
    const rubric = changedRubric('rubrics/quiz2.yaml', [
      'points: 100\n',
      'points: 100\nlimits: { callSeconds: 0.5 }\n',
    ]);
    watched = new Watched({ page: true, rubric });
    await watched.result();
    expect(readFileSync(watched.page, 'utf8')).toContain('all 8 outputs right');
    writeFileSync(watched.code, 'export function forward( {');
    const broken = await watched.result();
    expect(broken).toContain('--- 1 file changed: backprop.ts ---');
    expect(broken).toMatch(/backprop\.ts:1:\d+/);
    writeFileSync(watched.code, 'export const forward = () => { for (;;); };');
    const endless = await watched.result();
    expect(endless).toContain('--- 1 file changed: backprop.ts ---');
    expect(endless).toContain('is there a loop that never ends?');
    writeFileSync(watched.code, RIGHT);
    expect(await watched.result()).toContain('54 of 54 points');
  });
});

test('an archive is checked again when it is replaced, and not because it was read', async () => {
  const folder = makeFolder();
  const [first, second] = ['first.zip', 'second.zip'].map((name) => join(folder, name)) as [string, string];
  await runCommand(['pack', 'submissions/quiz2/sign-flipped', '--rubric', 'quiz2', '--out', first]);
  await runCommand(['pack', 'submissions/quiz2/perfect', '--rubric', 'quiz2', '--out', second]);
  watched = new Watched({ archive: first });
  expect(await watched.result()).toContain('45 of 54 points');
  await pause(1500);
  renameSync(second, first);
  const result = await watched.result();
  expect(result).toContain('54 of 54 points');
  expect(result.match(/changed/g)).toHaveLength(1);
});

describe('the end', () => {
  test('Ctrl-C leaves no folder and no process', async () => {
    watched = new Watched({ page: true });
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
