/** Prepares the content that a new worker loads, or says why a subject cannot be loaded. */
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Context } from './causes.js';
import type { Sendable } from '../asking/requests.js';

export interface Loadable {
  readonly sendable: Sendable;
  readonly context: Context;
}

export type Prepared =
  | { readonly ok: true; readonly loadable: Loadable }
  | { readonly ok: false; readonly error: StudentErrorReport };
