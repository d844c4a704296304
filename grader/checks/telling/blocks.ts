/**
 * What a page shows of a result, as data: blocks in the order in which they are read. Kinds of checks say what is shown
 * (`told` of a kind), report/pages/ draws it. A block must not contain markup, colours or sizes: all text is plain and
 * may be a student's.
 */
import type { Difference, Graph, Picture, ShownTensor, Value } from '../../schema/evidence.js';

/** A verdict on a part, for colours and marks: right, partly right, wrong, wrong only because of something earlier. */
export type State = 'right' | 'partly' | 'wrong' | 'follow-on' | 'unknown';

export type Block =
  /** One sentence or a few. `code`: lines of a program, shown as they are. */
  | { readonly type: 'text'; readonly text: string; readonly tone?: 'plain' | 'quiet' | 'question' }
  | { readonly type: 'code'; readonly title: string; readonly text: string }
  /** Rows of short words; the first column names the row. */
  | { readonly type: 'table'; readonly title: string; readonly head: readonly string[]; readonly rows: readonly Row[] }
  /** Values side by side: what was given, what came, what was expected. */
  | { readonly type: 'tensors'; readonly title: string; readonly tensors: readonly NamedTensor[] }
  | { readonly type: 'worst-places'; readonly title: string; readonly places: Difference['worst'] }
  | { readonly type: 'difference-map'; readonly title: string; readonly map: NonNullable<Difference['map']> }
  | {
      readonly type: 'graph';
      readonly title: string;
      readonly graph: Graph;
      readonly states: Readonly<Record<string, State>>;
      readonly firstWrong: string | null;
    }
  /** `counts[true class][predicted class]`. */
  | {
      readonly type: 'confusion';
      readonly title: string;
      readonly classes: readonly string[];
      readonly counts: readonly (readonly number[])[];
    }
  | {
      readonly type: 'pictures';
      readonly title: string;
      readonly pictures: readonly { readonly caption: string; readonly pictures: readonly Picture[] }[];
    }
  /** A share on its ramp, with the interval in which chance leaves it. */
  | {
      readonly type: 'ramp';
      readonly title: string;
      readonly value: number;
      readonly from: number;
      readonly to: number;
      readonly interval: { readonly lower: number; readonly upper: number } | null;
    }
  | {
      readonly type: 'curves';
      readonly title: string;
      readonly curves: readonly {
        readonly name: string;
        readonly steps: readonly number[];
        readonly values: readonly Value[];
      }[];
      readonly mark: { readonly step: number; readonly text: string } | null;
    }
  /** `cells[row][column]` is a class number; the first row is the lowest y. */
  | {
      readonly type: 'decision-map';
      readonly title: string;
      readonly classes: readonly string[];
      readonly x: readonly [number, number];
      readonly y: readonly [number, number];
      readonly cells: readonly (readonly number[])[];
      readonly points: readonly MapPoint[];
    }
  | {
      readonly type: 'bars';
      readonly title: string;
      readonly bars: readonly { readonly name: string; readonly value: number }[];
    };

export interface Row {
  readonly cells: readonly string[];
  readonly state?: State;
}

export interface NamedTensor {
  readonly name: string;
  readonly tensor: ShownTensor;
}

export interface MapPoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
  readonly right: boolean;
}
