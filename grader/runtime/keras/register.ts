/** Layers and activations of Keras 3 that tf.js lacks or computes otherwise; the translation names them. */
import { registerActivationLayers } from './activation-layers.js';
import { registerActivations } from './activations.js';
import { registerBatchNormalization } from './batch-normalization.js';
import { registerCells } from './cells.js';
import { registerConvolutions } from './convolutions.js';
import { registerRecurrent } from './gru.js';
import { registerImageSizes } from './image-sizes.js';
import { registerImageLayers } from './images.js';
import { registerLayerNormalization } from './layer-normalization.js';
import { registerMerges } from './merges.js';
import { registerNormalization } from './normalization.js';
import { registerPooling } from './pooling.js';
import { registerRectified } from './rectified.js';

export function registerKeras(): void {
  registerActivations();
  registerActivationLayers();
  registerRectified();
  registerConvolutions();
  registerPooling();
  registerNormalization();
  registerBatchNormalization();
  registerLayerNormalization();
  registerMerges();
  registerImageLayers();
  registerImageSizes();
  registerRecurrent();
  registerCells();
}
