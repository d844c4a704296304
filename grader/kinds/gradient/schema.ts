/**
 * Schema of gradients that the student's function returns. Must be loaded only when schemas are written; at run time
 * only its types are used.
 */
import type { Static } from 'typebox';
import { ByHand, checkOf, comparison } from '../../schema/check.js';

export const check = checkOf('gradient', "The student's gradients against the reference gradients.", {
  ...comparison,
  by: ByHand,
});
export type GradientCheck = Static<typeof check>;
