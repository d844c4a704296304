/** Requests to the reader for the location of an error in the student's files: only readers may parse source maps. */

export interface Place {
  readonly file: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface PlaceFound {
  readonly place: Place;
  /** null if the file has no such line, or the line is too far into the file. */
  readonly code: Code | null;
}

/** A line of code, cut to a window around the column. */
export interface Code {
  readonly window: string;
  /** The part before the column. */
  readonly before: string;
}

export type PlaceRequest =
  /**
   * The topmost of the stack's positions in the bundle that is in a file of the submission; the body is the source map.
   */
  | { readonly type: 'locate'; readonly positions: readonly Position[] }
  /** The line of code at a known place. */
  | { readonly type: 'quote'; readonly place: Place };

/** A position in the bundle: line from 1, column from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface PlaceReply {
  readonly type: 'place';
  readonly found: PlaceFound | null;
}
