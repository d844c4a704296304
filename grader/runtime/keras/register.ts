/** Layers and activations of Keras that tf.js lacks or computes otherwise. */
import { registerActivations } from './activations.js';
import { registerAdapted } from './adapted.js';
import { registerBidirectional } from './bidirectional.js';
import { registerConvolutions } from './convolutions.js';
import { registerRecurrent } from './gru.js';
import { registerImageLayers } from './images.js';
import { registerNormalization } from './normalization.js';
import { registerRectified } from './rectified.js';

export function registerKeras(): void {
  registerActivations();
  registerRectified();
  registerNormalization();
  registerAdapted();
  registerImageLayers();
  registerConvolutions();
  registerRecurrent();
  registerBidirectional();
}
