/**
 * tf.js makes the two layers of a Bidirectional from the configuration of a third, in which an activation is its name
 * alone: what a layer in its place was set to is lost. Here both have the activations that were described.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

interface Cell {
  activation?: unknown;
  recurrentActivation?: unknown;
}
interface Recurrent {
  readonly cell?: Cell;
}
interface BidirectionalArguments {
  readonly layer: layers.RNN;
}

const TfBidirectional = layers.layers.bidirectional({
  layer: layers.layers.simpleRNN({ units: 1, recurrentInitializer: 'zeros' }),
  mergeMode: 'concat',
}).constructor as tf.serialization.SerializableConstructor<layers.layers.Layer>;

class Bidirectional extends TfBidirectional {
  static override readonly className = 'Bidirectional';
  declare readonly forwardLayer: Recurrent;
  declare readonly backwardLayer: Recurrent;

  constructor(args: BidirectionalArguments & tf.serialization.ConfigDict) {
    super(args);
    const { cell } = args.layer as unknown as Recurrent;
    for (const { cell: own } of [this.forwardLayer, this.backwardLayer]) {
      if (cell === undefined || own === undefined) continue;
      for (const key of ['activation', 'recurrentActivation'] as const)
        if (cell[key] !== undefined) own[key] = cell[key];
    }
  }
}

export function registerBidirectional(): void {
  tf.serialization.registerClass(Bidirectional);
}
