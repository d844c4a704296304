/** The reader's answers about an exported model, from its files alone. */
import type { ModelFormat } from './worker.js';

export interface LayerFact {
  readonly name: string;
  readonly className: string;
  readonly activation: string | null;
  /** Its result is the model's output and is not used elsewhere. */
  readonly output: boolean;
}

/** The facts in the files of a model. */
export interface ModelFacts {
  readonly format: ModelFormat;
  readonly parameters: number;
  /** model.json and all weight files together. */
  readonly fileBytes: number;
  /** The number of unread bytes after the last weight of its files; absent if there are none. */
  readonly unreadBytes?: number;
  readonly layers: readonly LayerFact[];
  /** Shape of the input without the batch side; null if the file does not say. */
  readonly inputShape: readonly (number | null)[] | null;
  /** Multiply-adds for one example; null if they were not counted. Absent for a model that is refused. */
  readonly macs?: number | null;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
}

/** The result of reading an existing model. */
export type ModelReading =
  | { readonly status: 'admitted'; readonly facts: ModelFacts }
  /** `facts` where they could still be measured (e.g. NaN weights); no check earns points for a rejected model. */
  | { readonly status: 'rejected'; readonly sentence: string; readonly facts: ModelFacts | null };
