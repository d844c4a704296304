/** The list of all mistakes that change numbers. Those of protocol are in protocol.ts. */
import { ACTIVATIONS } from './activations.js';
import { BLOCKS } from './blocks.js';
import { IMAGES } from './images.js';
import { LINEAR } from './linear.js';
import { LOSSES } from './losses.js';
import type { Mistake } from './mistake.js';
import { SCALES } from './scales.js';
import { STRUCTURE } from './structure.js';

export const MISTAKES: readonly Mistake[] = [...SCALES, ...LINEAR, ...ACTIVATIONS, ...LOSSES, ...IMAGES, ...STRUCTURE];
