/** One scored requirement of a rubric, whatever its kind. */
import type { Static } from 'typebox';
import { CHECKS } from '../kinds/schemas.js';
import { TaggedUnion } from './common.js';

export const Check = TaggedUnion('kind', CHECKS, 'One scored requirement.');
export type Check = Static<typeof Check>;
export type CheckKind = Check['kind'];
export type CheckOf<K extends CheckKind> = Extract<Check, { kind: K }>;
