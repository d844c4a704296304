/**
 * Schema of outputs of the student's forward function. Must be loaded only when schemas are written; at run time only
 * its types are used.
 */
import type { Static } from 'typebox';
import { checkOf, comparison } from '../../schema/check.js';

export const check = checkOf('forward', "The student's forward function against the reference values.", comparison);
export type ForwardCheck = Static<typeof check>;
