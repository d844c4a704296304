/**
 * The seccomp filter as classic BPF bytes: denies what namespaces leave open (vsock and netlink sockets, keyrings,
 * io_uring, perf, user faults, new processes). Layout of an instruction: u16 code, u8 jt, u8 jf, u32 k.
 */
import { CLONE, CLONE3, DENIED_SYSCALLS } from './denied-syscalls.js';

export type Architecture = 'x64' | 'arm64';

interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

/** linux/audit.h */
const AUDIT_ARCH = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
/** The newest call that the table was written for (mseal, Linux 6.10); of later ones nothing is known. */
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

/** Offsets in struct seccomp_data. */
const NUMBER = 0;
const ARCH = 4;
const FIRST_ARGUMENT = 16;

const load = (offset: number): Instruction => ({ code: LOAD_WORD, jt: 0, jf: 0, k: offset });
const finish = (action: number): Instruction => ({ code: RETURN, jt: 0, jf: 0, k: action });

/** `if (accumulator <test> k) return action`, as two instructions. */
function when(code: number, k: number, action: number): Instruction[] {
  return [{ code, jt: 0, jf: 1, k }, finish(action)];
}

/** The instructions for one architecture, in order. */
export function filterFor(architecture: Architecture): readonly Instruction[] {
  const column = architecture === 'x64' ? 0 : 1;
  const denied = Object.values(DENIED_SYSCALLS).flatMap((numbers) => numbers[column] ?? []);
  return [
    load(ARCH),
    { code: JUMP_EQUAL, jt: 1, jf: 0, k: AUDIT_ARCH[architecture] },
    finish(KILL_PROCESS),
    load(NUMBER),
    ...(architecture === 'x64' ? when(JUMP_GREATER_EQUAL, X32_BIT, KILL_PROCESS) : []),
    ...when(JUMP_GREATER_EQUAL, NEWEST + 1, ENOSYS),
    ...when(JUMP_EQUAL, CLONE3, ENOSYS),
    ...denied.flatMap((number) => when(JUMP_EQUAL, number, EPERM)),
    // clone: threads are allowed, processes are not
    { code: JUMP_EQUAL, jt: 0, jf: 3, k: CLONE[column] },
    load(FIRST_ARGUMENT),
    { code: JUMP_ANY_BIT, jt: 1, jf: 0, k: CLONE_THREAD },
    finish(EPERM),
    finish(ALLOW),
  ];
}

/** The filter as the kernel reads it: 8 bytes an instruction, little-endian. */
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
