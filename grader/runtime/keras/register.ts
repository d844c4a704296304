/** Layers and activations of Keras 3 that tf.js lacks or computes otherwise; the translation names them. */
import { registerActivations } from './activations.js';
import { registerRecurrent } from './gru.js';
import { registerImageLayers } from './images.js';
import { registerNormalization } from './normalization.js';

export function registerKeras(): void {
  registerActivations();
  registerNormalization();
  registerImageLayers();
  registerRecurrent();
}
