/** Layers and activations of Keras that tf.js lacks or computes otherwise. */
import { registerActivations } from './activations.js';
import { registerAdapted } from './adapted.js';
import { registerAttention } from './attention.js';
import { registerBidirectional } from './bidirectional.js';
import { registerConvolutions } from './convolutions.js';
import { registerRecurrent } from './gru.js';
import { registerImageLayers } from './images.js';
import { dropUnknownMasks } from './masks.js';
import { registerNormalization } from './normalization.js';
import { registerOperations } from './operations.js';
import { registerRectified } from './rectified.js';
import { registerSeries } from './series.js';
import { registerSides } from './sides.js';

export function registerKeras(): void {
  dropUnknownMasks();
  registerActivations();
  registerRectified();
  registerNormalization();
  registerAdapted();
  registerImageLayers();
  registerConvolutions();
  registerRecurrent();
  registerBidirectional();
  registerSides();
  registerSeries();
  registerAttention();
  registerOperations();
}
