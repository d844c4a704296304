/**
 * tf.js as the worker has it: one core for all packages, with all chained operations and gradients, from its ES modules.
 * jest.config.js puts it in the place of each package of tf.js, of which the CommonJS forms would bring another core.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
export * from '@tensorflow/tfjs-backend-cpu';
export * from '@tensorflow/tfjs-converter';
export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';
