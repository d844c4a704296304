/**
 * The only tf namespace of the worker: core, layers and converter with all chained operations and gradients, combined
 * as in the package @tensorflow/tfjs. Student code and exported models must not see another one.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as converter from '@tensorflow/tfjs-converter';
import * as layers from '@tensorflow/tfjs-layers';
import { addConvolutionGradients } from './convolution-gradients.js';
import { correctCpu } from './cpu-corrections.js';
import { withNames } from './differentiation.js';
import { addEinsumGradient } from './einsum-gradient.js';
import { registerKeras } from './keras/register.js';
import { correctGradients } from './gradient-corrections.js';

correctCpu();
addConvolutionGradients();
addEinsumGradient();
correctGradients();
registerKeras();

/** Written out, because the inferred type would name modules that core does not export. */
type Everything = Omit<typeof core, 'default'> &
  Omit<typeof layers, 'default'> &
  Pick<typeof converter, 'loadGraphModel' | 'GraphModel'>;

/** The result of `import * as tf from '@tensorflow/tfjs'`. */
export const tf: Everything = withNames({
  ...core,
  ...layers,
  loadGraphModel: converter.loadGraphModel,
  GraphModel: converter.GraphModel,
});

/** A model that was loaded from its files. */
export type Model = Awaited<ReturnType<typeof tf.loadLayersModel>> | Awaited<ReturnType<typeof tf.loadGraphModel>>;

/** Packages that a submission may import; all of them are the same namespace. */
export const TF_PACKAGES: ReadonlySet<string> = new Set(
  ['tfjs', 'tfjs-core', 'tfjs-layers', 'tfjs-converter', 'tfjs-node', 'tfjs-node-gpu', 'tfjs-backend-cpu'].map(
    (name) => `@tensorflow/${name}`,
  ),
);
