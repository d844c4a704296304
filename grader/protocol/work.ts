/**
 * What a worker counted of the arithmetic of one call. Like everything that a worker says it is a claim: student code
 * shares the process with the counters.
 */

/** Ways of computing that are not counted and so make every count a lower bound. */
export const ESCAPES = ['code made from text', 'WebAssembly', 'a module of Node.js', 'BigInt'] as const;
export type Escape = (typeof ESCAPES)[number];

/** What the arithmetic of plain code is counted as: its operators, and the functions of Math. */
export const OWN_OPERATIONS = ['+', '-', '*', '/', '%', '**', 'Math', 'Atomics'] as const;
export type OwnOperation = (typeof OWN_OPERATIONS)[number];

export interface Work {
  /** Scalar operations by kernel of tf.js. */
  readonly kernels: Readonly<Record<string, number>>;
  /** Scalar operations of the student's own code, by operator. */
  readonly own: Readonly<Partial<Record<OwnOperation, number>>>;
  /** Arithmetic on whole numbers within indices and sizes, which is not counted among these. */
  readonly onIndices: number;
  /** Kernels whose cost is not known: the size of their results was counted. */
  readonly unknown: readonly string[];
  readonly escapes: readonly Escape[];
}

/** The same as a worker tells it: records have no prototype there, so that no method of a list or an object can change them. */
export type ToldWork = Omit<Work, 'unknown' | 'escapes'> & {
  readonly unknown: Readonly<Record<string, true>>;
  readonly escapes: Readonly<Partial<Record<Escape, true>>>;
};

/** At most so many kernels are told by name. */
export const MOST_KERNELS = 64;
