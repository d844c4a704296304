/** Everything that is drawn. */
import { ATTENTION } from './attention-layers.js';
import type { Family } from './drawing.js';
import { IMAGES } from './image-layers.js';
import { indexing } from './indexing.js';
import { MASKED } from './masked-layers.js';
import { MERGES } from './merges.js';
import { OPERATIONS } from './operation-layers.js';
import { PLAIN } from './plain-layers.js';
import { RECURRENT } from './recurrent-layers.js';
import { SHAPES } from './shape-layers.js';
import { SIDES } from './side-layers.js';
import { SLIDING } from './sliding-layers.js';

export const FAMILIES: Readonly<Record<string, Family>> = {
  ...SLIDING,
  ...PLAIN,
  ...SHAPES,
  ...IMAGES,
  ...MERGES,
  ...RECURRENT,
  ...MASKED,
  ...OPERATIONS,
  ...SIDES,
  ...ATTENTION,
  'Operation that indexes': indexing,
};
