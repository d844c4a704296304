/** Where answers are looked up, by everything that they depend on. */
export interface Evaluations {
  /** What was remembered for equal plain values; null if nothing was. */
  recall(asked: object): Promise<unknown>;
  remember(asked: object, answer: object): Promise<void>;
}
