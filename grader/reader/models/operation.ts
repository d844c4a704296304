/** One operation of the graph, or of a function in its library. Others are given by their place in the list of all. */
export interface Operation {
  /** Its weight, where it is a constant, is listed by this name, also inside a function. */
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly number[];
  /** Results of the functions that it calls. */
  readonly calls: readonly number[];
  /** What keeps a division from one by zero, where it has such a number. */
  readonly epsilon: unknown;
}
