/**
 * What a program needs of the system on which it is started, as far as its file says: the processor, and the versions of the
 * C and C++ libraries. Relies on the names of versions being text in the file, which may also name some that it does not
 * need. Pure.
 */

export interface ProgramNeeds {
  /** It is a program for Linux on x86-64. */
  readonly isLinuxX64: boolean;
  /** The newest version of glibc that it names, such as [2, 28]. */
  readonly glibc: readonly [number, number];
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46, 2, 1] as const;
const MACHINE_AT = 18;
const X64 = 0x3e;
const WORD = Buffer.from('GLIBC_2.');
const MOST_DIGITS = 3;

export function needsOf(program: Buffer): ProgramNeeds {
  const isElf = MAGIC.every((byte, at) => program[at] === byte);
  const isLinuxX64 = isElf && program.length > MACHINE_AT + 1 && program.readUInt16LE(MACHINE_AT) === X64;
  let newest = 0;
  for (let at = program.indexOf(WORD); isLinuxX64 && at !== -1; at = program.indexOf(WORD, at + 1)) {
    const digits = program.toString('latin1', at + WORD.length, at + WORD.length + MOST_DIGITS);
    newest = Math.max(newest, Number(/^\d+/.exec(digits)?.[0] ?? 0));
  }
  return { isLinuxX64, glibc: [2, newest] };
}
