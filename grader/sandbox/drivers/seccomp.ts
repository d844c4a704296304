/**
 * The seccomp filter as bytes of classic BPF. It denies what namespaces leave open: vsock and netlink sockets,
 * keyrings, io_uring, perf, userfaultfd, new processes. Layout of an instruction: u16 code, u8 jt, u8 jf, u32 k.
 */
import { CLONE, CLONE3, DENIED_SYSCALLS } from './denied-syscalls.js';
import { OWN_PROCESS, REFUSED_COMMANDS, REFUSED_SYSCALLS } from './scoped-syscalls.js';

export type Architecture = 'x64' | 'arm64';

interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

/** linux/audit.h */
const AUDIT_ARCH = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
/** The newest call that the table was written for (mseal, Linux 6.10); later ones are unknown. */
const NEWEST = 462;
/** Calls of the x32 ABI carry this bit. */
const X32_BIT = 0x40000000;
const CLONE_THREAD = 0x00010000;

/** linux/bpf_common.h and linux/seccomp.h */
const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_EQUAL = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const EPERM = 0x00050000 | 1;
const ENOSYS = 0x00050000 | 38;

/** Offsets in struct seccomp_data; of an argument, its lower half. */
const NUMBER = 0;
const ARCH = 4;
const ARGUMENTS = [16, 24] as const;

/** A placeholder in the filter for the id of the process that it will apply to; the launcher replaces it. */
export const OWN_PID = 0x7064_6964;

const load = (offset: number): Instruction => ({ code: LOAD_WORD, jt: 0, jf: 0, k: offset });
const finish = (action: number): Instruction => ({ code: RETURN, jt: 0, jf: 0, k: action });

/** `if (accumulator <test> k) return action`, as two instructions. */
function when(code: number, k: number, action: number): Instruction[] {
  return [{ code, jt: 0, jf: 1, k }, finish(action)];
}

export interface FilterOptions {
  /** For a driver without a process namespace: calls on other processes are refused; `OWN_PID` must be replaced. */
  readonly scoped?: boolean;
}

/** The instructions for one architecture, in order. */
export function filterFor(architecture: Architecture, { scoped = false }: FilterOptions = {}): readonly Instruction[] {
  const column = architecture === 'x64' ? 0 : 1;
  const denied = { ...DENIED_SYSCALLS, ...(scoped ? REFUSED_SYSCALLS : {}) };
  return [
    load(ARCH),
    { code: JUMP_EQUAL, jt: 1, jf: 0, k: AUDIT_ARCH[architecture] },
    finish(KILL_PROCESS),
    load(NUMBER),
    ...(architecture === 'x64' ? when(JUMP_GREATER_EQUAL, X32_BIT, KILL_PROCESS) : []),
    ...when(JUMP_GREATER_EQUAL, NEWEST + 1, ENOSYS),
    ...when(JUMP_EQUAL, CLONE3, ENOSYS),
    ...Object.values(denied).flatMap((numbers) => {
      const number = numbers[column];
      return number === null ? [] : when(JUMP_EQUAL, number, EPERM);
    }),
    ...(scoped ? scopedRules(column) : []),
    // clone: threads are allowed, processes are not
    { code: JUMP_EQUAL, jt: 0, jf: 3, k: CLONE[column] },
    load(ARGUMENTS[0]),
    { code: JUMP_ANY_BIT, jt: 1, jf: 0, k: CLONE_THREAD },
    finish(EPERM),
    finish(ALLOW),
  ];
}

/** Each rule decides for its call and reloads the number of the call for the next rule. */
function scopedRules(column: 0 | 1): Instruction[] {
  const own = OWN_PROCESS.flatMap(({ numbers, zero }) =>
    onCall(numbers[column], 0, [
      ...when(JUMP_EQUAL, OWN_PID, ALLOW),
      ...(zero ? when(JUMP_EQUAL, 0, ALLOW) : []),
      finish(EPERM),
    ]),
  );
  const commands = REFUSED_COMMANDS.flatMap(({ numbers, argument, commands: refused }) =>
    onCall(numbers[column], argument, [
      ...refused.flatMap((command) => when(JUMP_EQUAL, command, EPERM)),
      finish(ALLOW),
    ]),
  );
  return [...own, ...commands];
}

/** `if (call === number) { load its argument; decide }`; `decide` ends with an action in every case. */
function onCall(number: number | null, argument: 0 | 1, decide: readonly Instruction[]): Instruction[] {
  if (number === null) return [];
  return [{ code: JUMP_EQUAL, jt: 0, jf: decide.length + 1, k: number }, load(ARGUMENTS[argument]), ...decide];
}

/** The filter as the kernel reads it: 8 bytes for each instruction, little-endian. */
export function encodeFilter(instructions: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(instructions.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, { code, jt, jf, k }] of instructions.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, jt);
    view.setUint8(index * 8 + 3, jf);
    view.setUint32(index * 8 + 4, k, true);
  }
  return bytes;
}
