/** The list of all mistakes that change numbers, in the order in which they are named. */
import { ACTIVATIONS } from './activations.js';
import { BLOCKS } from './blocks.js';
import { IMAGES } from './images.js';
import { LINEAR } from './linear.js';
import { LOSSES } from './losses.js';
import type { Mistake } from './mistake.js';
import { NORMALISATION } from './normalisation.js';
import { SCALES } from './scales.js';
import { STRUCTURE } from './structure.js';

export const MISTAKES: readonly Mistake[] = [
  ...SCALES,
  ...LINEAR,
  ...ACTIVATIONS,
  ...LOSSES,
  ...IMAGES,
  ...BLOCKS,
  ...NORMALISATION,
  ...STRUCTURE,
];
