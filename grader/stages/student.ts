/** A student of a class who handed in nothing, as a roster names them. */
export interface MissingStudent {
  readonly id: string;
  readonly name?: string;
  /** The number of the course system, sid in a roster. */
  readonly studentId?: string;
  readonly email?: string;
  /** Of a budget; absent if there is none. */
  readonly lateDaysLeft?: number;
}
