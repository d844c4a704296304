import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LAUNCHER_CALLS } from '../../../../grader/sandbox/drivers/confine-launcher.js';
import { CLONE, CLONE3, DENIED_SYSCALLS } from '../../../../grader/sandbox/drivers/denied-syscalls.js';
import { OWN_PROCESS, REFUSED_COMMANDS, REFUSED_SYSCALLS } from '../../../../grader/sandbox/drivers/scoped-syscalls.js';
import { testUnless } from '../../../support/where-possible.js';
import { encodeFilter, filterFor, OWN_PID, type Architecture } from '../../../../grader/sandbox/drivers/seccomp.js';

const ARCH = { x64: 0xc000003e, arm64: 0xc00000b7 };
const ALLOW = 'allow';
const EPERM = 'errno 1';
const ENOSYS = 'errno 38';
const KILL = 'kill';

interface Call {
  readonly arch: number;
  readonly number: number;
  readonly firstArgument?: number;
  readonly secondArgument?: number;
}

/** Runs the bytes as the kernel does; supports the few instructions of such a filter. */
function judge(bytes: Uint8Array, { arch, number, firstArgument = 0, secondArgument = 0 }: Call): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data: Record<number, number> = { 0: number, 4: arch, 16: firstArgument, 24: secondArgument };
  let accumulator = 0;
  for (let at = 0; at < bytes.length / 8; at += 1) {
    const [code, jt, jf, k] = [
      view.getUint16(at * 8, true),
      view.getUint8(at * 8 + 2),
      view.getUint8(at * 8 + 3),
      view.getUint32(at * 8 + 4, true),
    ];
    const jump = (holds: boolean) => (at += holds ? jt : jf);
    if (code === 0x20) accumulator = data[k] ?? NaN;
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x35) jump(accumulator >= k);
    else if (code === 0x45) jump((accumulator & k) !== 0);
    else if (code === 0x06) return actionOf(k);
    else throw new Error(`an instruction that nobody knows: ${String(code)}`);
  }
  throw new Error('the filter ends without a decision');
}

function actionOf(k: number): string {
  if (k === 0x7fff0000) return ALLOW;
  if (k === 0x80000000) return KILL;
  return `errno ${String(k - 0x00050000)}`;
}

const architectures: Architecture[] = ['x64', 'arm64'];

describe.each(architectures)('the filter for %s', (architecture) => {
  const bytes = encodeFilter(filterFor(architecture));
  const column = architecture === 'x64' ? 0 : 1;
  const arch = ARCH[architecture];
  const ask = (number: number, firstArgument?: number) =>
    judge(bytes, { arch, number, ...(firstArgument === undefined ? {} : { firstArgument }) });

  test('is short enough for the kernel, and every call gets a decision', () => {
    expect(bytes.length % 8).toBe(0);
    expect(bytes.length / 8).toBeLessThan(4096);
    for (let number = 0; number < 600; number += 1) expect(ask(number)).toMatch(/^(allow|errno 1|errno 38)$/);
  });

  test('refuses every call of the table and no other', () => {
    const denied = new Set(Object.values(DENIED_SYSCALLS).map((numbers) => numbers[column]));
    for (let number = 0; number <= 462; number += 1) {
      if (number === CLONE[column] || number === CLONE3) continue;
      expect([number, ask(number)]).toEqual([number, denied.has(number) ? EPERM : ALLOW]);
    }
  });

  test('lets threads start, but no processes', () => {
    const thread = 0x003d0f00;
    expect(ask(CLONE[column], thread)).toBe(ALLOW);
    expect(ask(CLONE[column], 17)).toBe(EPERM);
    expect(ask(CLONE[column], 0)).toBe(EPERM);
    // its flags are in memory, which a filter cannot read
    expect(ask(CLONE3)).toBe(ENOSYS);
  });

  test('does not know calls that came later', () => {
    expect(ask(463)).toBe(ENOSYS);
    expect(ask(100_000)).toBe(ENOSYS);
  });

  test('kills calls by the rules of another architecture', () => {
    const other = architecture === 'x64' ? ARCH.arm64 : ARCH.x64;
    expect(judge(bytes, { arch: other, number: 0 })).toBe(KILL);
    // i386, reached by int 0x80
    expect(judge(bytes, { arch: 0x40000003, number: 0 })).toBe(KILL);
  });
});

describe.each(architectures)('the scoped filter for %s', (architecture) => {
  const bytes = encodeFilter(filterFor(architecture, { scoped: true }));
  const plain = encodeFilter(filterFor(architecture));
  const column = architecture === 'x64' ? 0 : 1;
  const ask = (number: number | null, firstArgument = 0, secondArgument = 0) =>
    judge(bytes, { arch: ARCH[architecture], number: number ?? -1, firstArgument, secondArgument });

  test.each(OWN_PROCESS)('$name reaches the own process alone', ({ numbers, zero }) => {
    const number = numbers[column];
    expect(ask(number, OWN_PID)).toBe(ALLOW);
    for (const other of [1, OWN_PID + 1, 0xffffffff]) expect(ask(number, other)).toBe(EPERM);
    expect(ask(number, 0)).toBe(zero ? ALLOW : EPERM);
  });

  test.each(REFUSED_COMMANDS)('$name loses some commands and keeps the others', ({ numbers, argument, commands }) => {
    const call = (command: number) =>
      argument === 0 ? ask(numbers[column], command) : ask(numbers[column], 7, command);
    for (const command of commands) expect(call(command)).toBe(EPERM);
    // F_DUPFD_CLOEXEC, FIONBIO, PR_SET_NAME
    for (const command of [1030, 0x5421, 15].filter((each) => !commands.includes(each))) {
      expect(call(command)).toBe(ALLOW);
    }
  });

  test('refuses its own table, and treats everything else like the plain filter', () => {
    const refused = new Set(Object.values(REFUSED_SYSCALLS).map((numbers) => numbers[column]));
    const special = new Set([...OWN_PROCESS, ...REFUSED_COMMANDS].map(({ numbers }) => numbers[column]));
    for (let number = 0; number < 600; number += 1) {
      if (special.has(number)) continue;
      const other = judge(plain, { arch: ARCH[architecture], number });
      expect([number, ask(number)]).toEqual([number, refused.has(number) ? EPERM : other]);
    }
  });
});

/** Headers of the kernel, where they are installed; a kernel's table may be older than a call. */
const HEADERS = { x64: '/usr/include/x86_64-linux-gnu/asm/unistd_64.h', arm64: '/usr/include/asm-generic/unistd.h' };
const TABLE: Readonly<Record<string, readonly [number | null, number | null]>> = {
  ...DENIED_SYSCALLS,
  ...REFUSED_SYSCALLS,
  ...Object.fromEntries([...OWN_PROCESS, ...REFUSED_COMMANDS].map(({ name, numbers }) => [name, numbers])),
};

describe.each(architectures)('the numbers for %s', (architecture) => {
  const header = HEADERS[architecture];
  const why = existsSync(header) ? null : `${header} is missing (linux-libc-dev)`;

  testUnless(why, `numbers of system calls for ${architecture}`)('are those of the kernel', () => {
    const defined = new Map(
      [...readFileSync(header, 'utf8').matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)$/gm)].map(([, name, number]) => [
        name ?? '',
        Number(number),
      ]),
    );
    const newest = Math.max(...defined.values());
    const own = Object.entries(TABLE).map(
      ([name, numbers]) => [name, numbers[architecture === 'x64' ? 0 : 1]] as const,
    );
    for (const [name, number] of own) {
      if (number !== null && number > newest) continue;
      expect([name, defined.get(name) ?? null]).toEqual([name, number]);
    }
    const launcher = Object.entries(LAUNCHER_CALLS[architecture]);
    for (const [name, number] of launcher) expect([name, defined.get(name)]).toEqual([name, number]);
  });
});

test('x32 calls, which carry a bit that would hide their number, are killed', () => {
  const bytes = encodeFilter(filterFor('x64'));
  expect(judge(bytes, { arch: ARCH.x64, number: 0x40000000 + 41 })).toBe(KILL);
});

/** From the kernel's own headers, typed in by hand: a few calls that must never be lost from the table. */
test.each([
  ['socket', 41, 198],
  ['ptrace', 101, 117],
  ['unshare', 272, 97],
  ['bpf', 321, 280],
  ['io_uring_setup', 425, 425],
  ['userfaultfd', 323, 282],
  ['keyctl', 250, 219],
  ['perf_event_open', 298, 241],
  ['memfd_create', 319, 279],
])('%s is %i on x86-64, %i on arm64', (name, x64, arm64) => {
  expect(DENIED_SYSCALLS[name]).toEqual([x64, arm64]);
});
