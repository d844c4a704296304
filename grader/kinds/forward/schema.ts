/** Outputs of the student's forward function. Loaded where schemas are written only: at run time its types are all that is used. */
import type { Static } from 'typebox';
import { checkOf, comparison } from '../../schema/check.js';

export const check = checkOf('forward', "The student's forward function against the reference values.", comparison);
export type ForwardCheck = Static<typeof check>;
