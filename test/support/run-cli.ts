/** Runs the built command line like a user: in a separate process without a terminal. */
import { join } from 'node:path';
import { execa } from 'execa';

/** The program of the checkout in this folder. */
export const mainIn = (root: string) => join(root, 'dist', 'bin', 'tuxgrade.cjs');
export const MAIN = mainIn(process.cwd());

export interface CliResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [MAIN, ...args], {
    reject: false,
    stdin: 'ignore',
    ...options,
  });
  return { exitCode, stdout, stderr };
}
