/** Gradients that the student's function returns. Loaded where schemas are written only: at run time its types are all that is used. */
import type { Static } from 'typebox';
import { checkOf, comparison } from '../../schema/check.js';

export const check = checkOf('gradient', "The student's gradients against the reference gradients.", comparison);
export type GradientCheck = Static<typeof check>;
