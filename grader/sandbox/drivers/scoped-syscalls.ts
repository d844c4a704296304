/**
 * System calls that reach other processes of the same user or of the whole machine. Without a process namespace that
 * hides those, a sandboxed process may use these calls only on itself. Numbers on x86-64 and arm64 (null where the
 * architecture lacks the call), from the kernel's asm/unistd_64.h and asm-generic/unistd.h.
 */
type Numbers = readonly [x64: number | null, arm64: number | null];

/** Always refused: Node.js needs none of them. */
export const REFUSED_SYSCALLS: Readonly<Record<string, Numbers>> = {
  tkill: [200, 130],
  setpgid: [109, 154],
  setsid: [112, 157],
  setpriority: [141, 140],
  ioprio_set: [251, 30],
  sched_setparam: [142, 118],
  sched_setscheduler: [144, 119],
  sched_setaffinity: [203, 122],
  sched_setattr: [314, 274],
};

/** The first argument is a process: it must be the caller's own id or, where `zero` says so, 0 for the caller. */
export const OWN_PROCESS: readonly { readonly name: string; readonly numbers: Numbers; readonly zero: boolean }[] = [
  { name: 'kill', numbers: [62, 129], zero: false },
  { name: 'tgkill', numbers: [234, 131], zero: false },
  { name: 'prlimit64', numbers: [302, 261], zero: true },
];

/** An argument is a command, usually the second (see `argument`; the first for prctl); these commands are refused. */
export const REFUSED_COMMANDS: readonly {
  readonly name: string;
  readonly numbers: Numbers;
  readonly argument: 0 | 1;
  readonly commands: readonly number[];
}[] = [
  // F_SETOWN, F_SETSIG, F_SETOWN_EX: the kernel would send a signal to any process of this user
  { name: 'fcntl', numbers: [72, 25], argument: 1, commands: [8, 10, 15] },
  // FIOSETOWN and SIOCSPGRP, the same by another name; TIOCSTI types into a terminal
  { name: 'ioctl', numbers: [16, 29], argument: 1, commands: [0x8901, 0x8902, 0x5412] },
  // PR_SET_PDEATHSIG: it would outlive the grader
  { name: 'prctl', numbers: [157, 167], argument: 0, commands: [1] },
];
