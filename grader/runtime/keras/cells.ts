/**
 * Recurrent cells without their dropout, which does nothing at inference. tf.js's cells keep the mask of ones from the
 * first batch and fail for a batch of another size.
 */
import type * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor } from './in-place.js';

type Args = tf.serialization.ConfigDict;

function withoutDropout(cell: layers.layers.Layer, className: string): Constructor {
  return class extends (cell.constructor as Constructor) {
    static override readonly className = className;

    constructor(args: Args) {
      super({ ...args, dropout: 0, recurrentDropout: 0 });
    }
  };
}

export function registerCells(): void {
  const { simpleRNNCell, gruCell, lstmCell } = layers.layers;
  // zeros, because the default initialiser computes a matrix
  const args = { units: 1, recurrentInitializer: 'zeros' } as const;
  registerInPlace(withoutDropout(simpleRNNCell(args), 'SimpleRNNCell'));
  registerInPlace(withoutDropout(gruCell(args), 'GRUCell'));
  registerInPlace(withoutDropout(lstmCell(args), 'LSTMCell'));
}
