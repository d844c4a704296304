/**
 * Runs the built command line like `runCli`, in one process for all commands of a test file: the start of a process is most of
 * the work of most commands. For tests of what a command does. Those of how it starts, ends and is interrupted, of the
 * machine that it finds, and of commands at the same time need `runCli`.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { afterAll, expect } from '@jest/globals';
import type { CliResult } from './run-cli.js';

interface Resident {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly answers: AsyncIterator<string>;
}

let resident: Resident | null = null;
/** The end of the command that was asked for last. */
let last: Promise<unknown> = Promise.resolve();

afterAll(async () => {
  if (resident === null) return;
  const ended = once(resident.child, 'exit');
  resident.child.stdin.end();
  expect(await ended).toEqual([0, null]);
});

function start(): Resident {
  const child = spawn(process.execPath, [join('test', 'support', 'resident-cli.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { child, answers: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** `env` is added for this command; what is read of it once, when a module is loaded, stays as it was. */
export function runCommand(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Partial<Omit<Command, 'args'>> = {},
): Promise<CliResult> {
  const done = last.then(() => ask({ args, cwd, env }));
  last = done.catch(() => undefined);
  return done;
}

async function ask(command: Command): Promise<CliResult> {
  resident ??= start();
  resident.child.stdin.write(`${JSON.stringify(command)}\n`);
  const answer = (await resident.answers.next()) as IteratorResult<string, undefined>;
  if (answer.done === true) throw new Error(`the process of the command line ended during ${command.args.join(' ')}`);
  const { exitCode, stdout, stderr } = JSON.parse(answer.value) as CliResult;
  return { exitCode, stdout: withoutEnd(stdout), stderr: withoutEnd(stderr) };
}

/** Without the last line's end, as `runCli`. */
const withoutEnd = (text: string) => text.replace(/\r?\n$/, '');
