/** When bubblewrap is ended while it starts, its child ends as well. */
import { readFileSync, readdirSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, expect } from '@jest/globals';
import { killBeginning } from '../../grader/sandbox/process/kill.js';
import { findProgram } from '../../grader/sandbox/kits/programs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { until } from '../support/until.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const bwrap = process.platform === 'linux' ? findProgram('bwrap') : null;
const held = testUnless(bwrap === null ? 'bubblewrap is not installed' : null, 'the early kill');

/** Processes whose command names the folder. */
function processesOf(folder: string): readonly number[] {
  const isOne = (name: string) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(folder);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOne(name))
    .map(Number);
}

const HELD = ['--info-fd', '1', '--userns-block-fd', '0'];

/** As long as its input is empty, it does not let its child start: this prolongs the moment of the early kill. */
function beginning(folder: string, ...more: string[]) {
  const flags = ['--unshare-user', '--unshare-pid', '--die-with-parent', '--as-pid-1', '--ro-bind', '/', '/'];
  const rest = ['--chdir', folder, ...more, 'sleep', '1000'];
  return execa(bwrap ?? '', [...flags, ...rest], { reject: false, stdin: 'pipe' });
}

held(
  'a process killed with its child leaves nothing behind',
  async () => {
    const [naive, own] = [makeFolder(), makeFolder()];
    const alone = beginning(naive, ...HELD);
    await until(() => processesOf(naive).length === 2, 'its child is there');
    alone.kill('SIGKILL');
    await until(() => processesOf(naive).length < 2, 'it is gone');
    // why it is done: the child stays for ever
    expect(processesOf(naive)).toHaveLength(1);
    for (const pid of processesOf(naive)) process.kill(pid, 'SIGKILL');

    const both = beginning(own, ...HELD);
    await until(() => processesOf(own).length === 2, 'its child is there');
    killBeginning(both.pid ?? 0);
    both.stdin.end();
    await both;
    await until(() => processesOf(own).length === 0, 'both are gone');
  },
  60_000,
);

held(
  'it ends at any moment',
  async () => {
    const folder = makeFolder();
    for (let step = 0; step < 60; step++) {
      const begun = beginning(folder);
      for (const end = performance.now() + step / 4; performance.now() < end;);
      killBeginning(begun.pid ?? 0);
      await begun;
    }
    await until(() => processesOf(folder).length === 0, 'all are gone');
  },
  60_000,
);
