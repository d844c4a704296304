/** Reads a results.json as Gradescope would, which has to take it. */
import { expect } from '@jest/globals';
import { refusals } from './importer-rules.js';

export interface Results {
  readonly score?: number;
  readonly output: string;
  readonly tests: readonly { readonly name: string; readonly score?: number; readonly output: string }[];
  readonly extra_data: Readonly<Record<string, unknown>>;
}

/** Fails for what Gradescope would refuse. */
export function readResults(text: string): Results {
  expect(refusals('gradescope', text)).toEqual([]);
  return JSON.parse(text) as Results;
}
