/**
 * Faults, their codes and exit codes. A *student* fault is graded (the checks that need what failed earn
 * nothing, with advice); *usage* and *instructor* faults stop before any student code runs; a *system* fault
 * leaves the submission ungraded. None of the last three ever costs a student a point.
 */

const FAULT_OF_CODE = {
  MISSING_FILE: 'student',
  PATH_ESCAPE: 'student',
  TOO_LARGE: 'student',
  BAD_ARCHIVE: 'student',
  LOAD_FAILED: 'student',
  EXPORT_MISSING: 'student',
  RUNTIME_ERROR: 'student',
  TIME_LIMIT: 'student',
  MEMORY_LIMIT: 'student',
  OUTPUT_LIMIT: 'student',
  PROTOCOL_VIOLATION: 'student',
  MODEL_REJECTED: 'student',
  ANSWER_INVALID: 'student',
  USAGE: 'usage',
  RUBRIC_INVALID: 'instructor',
  REFERENCE_INVALID: 'instructor',
  DATA_MISSING: 'instructor',
  SANDBOX_UNAVAILABLE: 'system',
  SPAWN_FAILED: 'system',
  MACHINE_MEMORY: 'system',
  DISK_FULL: 'system',
  QUEUE_UNAVAILABLE: 'system',
  STORE_UNAVAILABLE: 'system',
  INTERNAL: 'system',
} as const;

export type Code = keyof typeof FAULT_OF_CODE;
export type Fault = (typeof FAULT_OF_CODE)[Code];
/** The codes of one kind of fault, e.g. `CodeOf<'student'>`. */
export type CodeOf<F extends Fault> = { [C in Code]: (typeof FAULT_OF_CODE)[C] extends F ? C : never }[Code];

const CODES = Object.keys(FAULT_OF_CODE) as Code[];

/** What a report may tell a student of their own work. */
export const STUDENT_CODES = CODES.filter((code): code is CodeOf<'student'> => FAULT_OF_CODE[code] === 'student');

/** What is never a student's doing. */
export const OTHER_CODES = CODES.filter((code) => FAULT_OF_CODE[code] !== 'student');

/** Process exit codes. `PRECHECK_FAILED` is for what is not right yet, as test runners have it: `precheck`, `pack`. */
export const EXIT = {
  OK: 0,
  PRECHECK_FAILED: 1,
  /** `submit`: nothing failed, and there is no result, since a newer submission took its place. */
  REPLACED: 1,
  USAGE: 2,
  INSTRUCTOR: 3,
  SYSTEM: 4,
  /** 128 + SIGINT, as shells report a Ctrl-C. */
  INTERRUPTED: 130,
} as const;

/**
 * An expected failure, explained for the person who can fix it. `message` names the file, line or field, what was found
 * and what was expected; `advice` says how to fix it. It is printed without a stack trace.
 */
export class GraderError extends Error {
  override readonly name = 'GraderError';
  readonly code: Code;
  readonly advice: string | undefined;

  constructor(code: Code, message: string, options: { advice?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = options.advice;
  }

  get fault(): Fault {
    return FAULT_OF_CODE[this.code];
  }
}

/** The exit code for a fault; a student's fault is a result, so the run itself succeeds. */
export type StudentFault = GraderError & { readonly code: CodeOf<'student'> };

export function isStudentFault(error: unknown): error is StudentFault {
  return error instanceof GraderError && error.fault === 'student';
}

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code that a fault ends the process with; a student's fault is a result, so the run itself is fine. */
export function exitCodeOf(fault: Fault): ExitCode {
  switch (fault) {
    case 'student':
      return EXIT.OK;
    case 'usage':
      return EXIT.USAGE;
    case 'instructor':
      return EXIT.INSTRUCTOR;
    case 'system':
      return EXIT.SYSTEM;
  }
}

/**
 * The system's error code (`ENOENT`), or null for any other value. By shape, not by class: an error may come from
 * another realm.
 */
export function codeOf(cause: unknown): string | null {
  const isObject = typeof cause === 'object' && cause !== null;
  return isObject && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'it cannot be written',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ESTALE: 'the server of the folder was restarted or lost it',
  EIO: 'the disk or the network failed',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** What a system's error code means for a folder, to end a sentence; the code itself where it is rare. */
export function meaningOf(code: string): string {
  return MEANINGS[code] ?? code;
}
