/** A program with a name, and what is known about its mistakes. */
import type { NetworkName } from './networks/networks.js';
import type { Given, Outputs } from './program.js';

export interface WrongProgram {
  /** Unique within its list and network. */
  readonly name: string;
  readonly network: NetworkName;
  /** The mistakes of the catalogue that it makes, all of them at once; null when none describes it. */
  readonly ids: readonly string[] | null;
  readonly run: (given: Given) => Outputs;
}
