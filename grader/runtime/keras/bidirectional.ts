/**
 * Gives both layers of a Bidirectional the activations in its description. tf.js makes the two from the configuration
 * of a third layer, in which an activation is only a name, so that the options of a layer used as activation are lost.
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
