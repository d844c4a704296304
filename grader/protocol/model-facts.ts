/** What the reader tells of an exported model, from its files alone. */
import type { ModelFormat } from './worker.js';

export interface LayerFact {
  readonly name: string;
  readonly className: string;
  readonly activation: string | null;
  /** What it computes is the model's output and goes nowhere else. */
  readonly output: boolean;
}

/** What is in the files of a model. */
export interface ModelFacts {
  readonly format: ModelFormat;
  readonly parameters: number;
  /** model.json and all weight files together. */
  readonly fileBytes: number;
  /** What follows after the last weight of its files, which nobody reads; absent where nothing does. */
  readonly unreadBytes?: number;
  readonly layers: readonly LayerFact[];
  /** Shape of the input without the batch side; null where the file does not say. */
  readonly inputShape: readonly (number | null)[] | null;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
}

/** What was found of a model that is there. */
export type ModelReading =
  | { readonly status: 'admitted'; readonly facts: ModelFacts }
  /** `facts` where they could still be measured (e.g. NaN weights); no check earns points for a rejected model. */
  | { readonly status: 'rejected'; readonly sentence: string; readonly facts: ModelFacts | null };
