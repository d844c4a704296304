/** Registers the layers and activations of Keras that tf.js lacks or computes differently. */
import { registerActivationLayers } from './activation-layers.js';
import { registerActivations } from './activations.js';
import { registerAdapted } from './adapted.js';
import { registerAttention } from './attention.js';
import { registerBatchNormalization } from './batch-normalization.js';
import { registerBidirectional } from './bidirectional.js';
import { registerCells } from './cells.js';
import { registerConvolutions } from './convolutions.js';
import { registerRecurrent } from './gru.js';
import { registerImageSizes } from './image-sizes.js';
import { registerImageLayers } from './images.js';
import { registerLayerNormalization } from './layer-normalization.js';
import { registerMerges } from './merges.js';
import { registerNormalization } from './normalization.js';
import { registerOperations } from './operations.js';
import { registerPooling } from './pooling.js';
import { registerRectified } from './rectified.js';
import { registerSeries } from './series.js';
import { registerSides } from './sides.js';

export function registerKeras(): void {
  registerActivations();
  registerActivationLayers();
  registerRectified();
  registerConvolutions();
  registerSeries();
  registerPooling();
  registerSides();
  registerNormalization();
  registerBatchNormalization();
  registerLayerNormalization();
  registerAdapted();
  registerMerges();
  registerAttention();
  registerOperations();
  registerImageLayers();
  registerImageSizes();
  registerRecurrent();
  registerCells();
  registerBidirectional();
}
