/**
 * A model in ONNX's form as a network, computed by ONNX Runtime: one input and one output of float32 numbers. Bytes are
 * scaled by the library too, in a session of their own; a session is opened when it is first needed.
 */
import { writeModel } from '../../onnx/format/write.js';
import type { OnnxModel } from '../../onnx/format/model.js';
import { scalingBytes } from '../../onnx/scaling-bytes.js';
import type { Scaling } from '../../tensor/images.js';
import { sizeOf } from '../../tensor/tensor.js';
import type { Batch, Bytes, Network, Rows } from '../network.js';
import type { OnnxArray, OnnxLibrary, OnnxSession, OpenOptions } from './library.js';

export class OnnxNetwork implements Network {
  readonly rows: number | null;
  readonly #model: OnnxModel;
  readonly #library: OnnxLibrary;
  readonly #options: OpenOptions;
  readonly #sessions = new Map<string, OnnxSession>();

  /** Throws a plain sentence if the model has other ends. */
  constructor(model: OnnxModel, library: OnnxLibrary, options: OpenOptions = { optimized: true }) {
    const { inputs, outputs } = model.graph;
    const [input] = inputs;
    if (input === undefined || inputs.length > 1 || outputs.length !== 1) {
      const ends = `${String(inputs.length)} inputs and ${String(outputs.length)} outputs`;
      throw new Error(`the model has ${ends}, expected one of each`);
    }
    this.#model = model;
    this.#library = library;
    this.#options = options;
    const [rows] = input.shape ?? [];
    this.rows = typeof rows === 'number' ? rows : null;
  }

  compute(batch: Batch): Promise<Rows> {
    return Promise.resolve(this.#run('', () => this.#model, batch));
  }

  computeBytes(bytes: Bytes, scaling: Scaling): Promise<Rows> {
    return Promise.resolve(this.#run(JSON.stringify(scaling), () => scalingBytes(this.#model, scaling), bytes));
  }

  hasScaled(scaling: Scaling): boolean {
    return this.#sessions.has(JSON.stringify(scaling));
  }

  close(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
  }

  #run(name: string, modelOf: () => OnnxModel, given: OnnxArray): Rows {
    const session = this.#sessions.get(name) ?? this.#library.open(writeModel(modelOf()), this.#options);
    this.#sessions.set(name, session);
    const [rows = 0] = given.shape;
    const input = session.inputs[0]?.name ?? '';
    const [output] = session.run({ [input]: given });
    if (output === undefined || !(output.values instanceof Float32Array)) {
      throw new Error('the model does not give float32 numbers');
    }
    const [answered, ...sides] = output.shape;
    if (answered !== rows || output.values.length !== rows * sizeOf(sides)) {
      throw new Error(`the model gives an output of shape [${output.shape.join(', ')}] for ${String(rows)} examples`);
    }
    // the library reads its input and cannot write to it: a graph has no operation that does
    return { values: output.values, sides, inputKept: true };
  }
}
