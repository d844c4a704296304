/** A model that was loaded into tf.js, as a network: it computes on the backend that tf.js uses at the time. */
import { rowsOf, inputTypeOf, mustWait } from './feeding.js';
import { explainRunning } from './model-errors.js';
import type { Batch, Network, Rows } from './network.js';
import { runLayers, usesMasks } from './run-layers.js';
import { tf, type Model } from './tf.js';

type Tensor = ReturnType<typeof tf.tensor>;

export function tfNetwork(model: Model): Network {
  return {
    rows: rowsOf(model),
    compute: async (batch) => {
      try {
        return await computeRows(model, batch);
      } catch (error) {
        throw explainRunning(error);
      }
    },
  };
}

/** Must not run concurrently: intermediate tensors are freed with the scope. */
async function computeRows(model: Model, { values, shape }: Batch): Promise<Rows> {
  const engine = tf.engine();
  engine.startScope();
  try {
    // a copy: some backends use the given array as the memory of the tensor
    const input = tf.tensor(values.slice(), [...shape], 'float32');
    const fed = inputTypeOf(model) === 'float32' ? input : tf.cast(input, inputTypeOf(model));
    const output = mustWait(model) ? await model.executeAsync(fed) : predict(model, fed);
    if (!(output instanceof tf.Tensor)) throw new Error('the model has several outputs, expected one');
    const [rows, ...sides] = output.shape as number[];
    if (rows !== shape[0]) {
      throw new Error(
        `the model gives an output of shape [${[rows, ...sides].join(', ')}] for ${String(shape[0])} examples`,
      );
    }
    return {
      values: Float32Array.from(output.dataSync()),
      sides,
      inputKept: sameBytes(values, input.dataSync<'float32'>()),
    };
  } finally {
    engine.endScope();
  }
}

function predict(model: Model, input: Tensor): Tensor | Tensor[] | Record<string, Tensor> {
  if (!(model instanceof tf.GraphModel) && usesMasks(model)) {
    const outputs = runLayers(model, [input]);
    return outputs.length === 1 ? (outputs[0] as Tensor) : outputs;
  }
  // otherwise tf.js splits the input into batches of 32
  return model.predict(input, { batchSize: input.shape[0] });
}

function sameBytes(a: Float32Array, b: Float32Array): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
