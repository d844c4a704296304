/**
 * Keras's GRU with `reset_after`, its default since TensorFlow 2, which tf.js's own refuses. Formulas:
 * Keras 3, keras.layers.GRUCell; gates in the order z, r, h.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Sides; null if not known yet. */
type Shape = (number | null)[];

/** The name of an activation, or the description of a layer used as one. */
type Described = string | tf.serialization.ConfigDict;

interface CellArguments {
  readonly name?: string;
  readonly units: number;
  readonly activation?: Described;
  readonly recurrentActivation?: Described;
  readonly useBias?: boolean;
}

type RNNArguments = ConstructorParameters<typeof layers.RNN>[0];

interface Activation {
  apply(inputs: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

/** [N, F] and the state [N, U] -> the new state, twice. */
class GRUResetAfterCell extends layers.layers.Layer {
  static readonly className = 'GRUResetAfterCell';
  readonly units: number;
  readonly stateSize: number;
  readonly #args: Required<Omit<CellArguments, 'name'>>;
  /** Public because the facts of a loaded model name it. */
  readonly activation: Activation;
  /** Public because a Bidirectional sets it from its description. */
  readonly recurrentActivation: Activation;
  #kernel: layers.LayerVariable | null = null;
  #recurrentKernel: layers.LayerVariable | null = null;
  #bias: layers.LayerVariable | null = null;

  constructor(args: CellArguments) {
    super(args);
    const { units, activation = 'tanh', recurrentActivation = 'sigmoid', useBias = true } = args;
    this.#args = { units, activation, recurrentActivation, useBias };
    this.units = units;
    this.stateSize = units;
    this.activation = activationNamed(activation);
    this.recurrentActivation = activationNamed(recurrentActivation);
  }

  override build(inputShape: Shape): void {
    const wide = 3 * this.units;
    const zeros = layers.initializers.zeros();
    this.#kernel = this.addWeight('kernel', [inputShape.at(-1) ?? 0, wide], 'float32', zeros);
    this.#recurrentKernel = this.addWeight('recurrent_kernel', [this.units, wide], 'float32', zeros);
    if (this.#args.useBias) this.#bias = this.addWeight('bias', [2, wide], 'float32', zeros);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    const [x, state] = inputs as [tf.Tensor2D, tf.Tensor2D];
    return tf.tidy(() => {
      if (this.#kernel === null || this.#recurrentKernel === null) throw new Error('the cell has not been built');
      const [inputBias, recurrentBias] = this.#bias === null ? [0, 0] : tf.unstack(this.#bias.read());
      const fromInput = tf.add(tf.matMul(x, this.#kernel.read() as tf.Tensor2D), inputBias);
      const fromState = tf.add(tf.matMul(state, this.#recurrentKernel.read() as tf.Tensor2D), recurrentBias);
      const [xz, xr, xh] = tf.split(fromInput, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [hz, hr, hh] = tf.split(fromState, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const z = this.recurrentActivation.apply(tf.add(xz, hz));
      const r = this.recurrentActivation.apply(tf.add(xr, hr));
      const candidate = this.activation.apply(tf.add(xh, tf.mul(r, hh)));
      const next = tf.add(tf.mul(z, state), tf.mul(tf.sub(1, z), candidate));
      return [next, next];
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#args };
  }
}

/** tf.js can look up an activation by name only for a layer. */
function activationNamed(name: Described): Activation {
  const layer = layers.layers.activation({ activation: name as 'tanh' });
  return (layer as unknown as { readonly activation: Activation }).activation;
}

/** The layer around the cell: [N, T, F] -> [N, U], or [N, T, U] with returnSequences. */
class GRUResetAfter extends layers.RNN {
  static override readonly className = 'GRUResetAfter';
  readonly #args: CellArguments;

  constructor(args: CellArguments) {
    super({ ...args, cell: new GRUResetAfterCell(args) as unknown as RNNArguments['cell'] });
    const { units, activation = 'tanh', recurrentActivation = 'sigmoid', useBias = true } = args;
    this.#args = { units, activation, recurrentActivation, useBias };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#args };
  }

  /** RNN's own looks for a cell in the config, and leaves the built cell there for the next layer to find. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }
}

export function registerRecurrent(): void {
  tf.serialization.registerClass(GRUResetAfterCell);
  tf.serialization.registerClass(GRUResetAfter);
}
