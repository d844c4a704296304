/**
 * ONNX Runtime's native library, called without the package's own scripts: sessions on the processor with one thread, from
 * the bytes of a model. Its telemetry is off before the library is loaded; switched off later, it would already have
 * written an identifier to the user's folder. The functions are synchronous and throw the library's own errors.
 */
import { ELEMENT_TYPES, type ElementType } from '../../onnx/format/model.js';

/** A full opt-out on Linux and macOS, if set before the library starts. */
const NO_TELEMETRY = 'ORT_DISABLE_TELEMETRY';
/** Errors and worse: warnings are about the machine, such as files that the sandbox does not have. */
const LOG_LEVEL = 3;

export type Values = Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array;

/** What the library takes and gives; it calls the constructor with these three. */
class LibraryTensor {
  readonly location = 'cpu';

  constructor(
    readonly type: string,
    readonly data: Values,
    readonly dims: readonly number[],
  ) {}
}

interface RawMetadata {
  readonly name: string;
  readonly isTensor: boolean;
  readonly symbolicDimensions: readonly string[];
  readonly shape: readonly number[];
  readonly type: number;
}

interface RawSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  readonly inputMetadata: readonly RawMetadata[];
  readonly outputMetadata: readonly RawMetadata[];
  run(
    feeds: Readonly<Record<string, LibraryTensor>>,
    fetches: Readonly<Record<string, null>>,
    options: object,
  ): Readonly<Record<string, LibraryTensor>>;
  dispose(): void;
}

interface Binding {
  readonly InferenceSession: new () => RawSession;
  initOrtOnce(logLevel: number, tensor: typeof LibraryTensor, isMain: boolean): void;
}

export interface OnnxArray {
  readonly values: Values;
  readonly shape: readonly number[];
}

/** An input or output: null is a side that is not fixed. */
export interface OnnxEnd {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | null)[];
}

export interface OpenOptions {
  /** False: the graph as it is written, with none of the library's changes to it. */
  readonly optimized: boolean;
}

export class OnnxSession {
  readonly inputs: readonly OnnxEnd[];
  readonly outputs: readonly OnnxEnd[];
  readonly #session: RawSession;

  constructor(session: RawSession) {
    this.#session = session;
    this.inputs = session.inputMetadata.map(endOf);
    this.outputs = session.outputMetadata.map(endOf);
  }

  /** The outputs, in the order of the model. `inputs` are by name, each of its input's type. */
  run(inputs: Readonly<Record<string, OnnxArray>>): readonly OnnxArray[] {
    const feeds = this.inputs.map(({ name, type }): [string, LibraryTensor] => {
      const given = inputs[name];
      if (given === undefined) throw new Error(`the model's input ${name} is missing`);
      return [name, new LibraryTensor(type, given.values, given.shape)];
    });
    const fetches = this.outputs.map(({ name }): [string, null] => [name, null]);
    const results = this.#session.run(Object.fromEntries(feeds), Object.fromEntries(fetches), {});
    return this.outputs.map(({ name }) => {
      const result = results[name];
      if (result === undefined) throw new Error(`the model does not give its output ${name}`);
      return { values: result.data, shape: result.dims };
    });
  }

  close(): void {
    this.#session.dispose();
  }
}

export class OnnxLibrary {
  readonly #binding: Binding;

  /** `binding` is the path of the package's add-on, beside which its library lies. Throws if it cannot be loaded. */
  constructor(binding: string) {
    process.env[NO_TELEMETRY] = '1';
    const addOn: { exports: unknown } = { exports: {} };
    process.dlopen(addOn, binding);
    this.#binding = addOn.exports as Binding;
    // not imported: loading it takes a tenth of the start of every worker, and few of them load this library
    const { isMainThread } = process.getBuiltinModule('node:worker_threads');
    this.#binding.initOrtOnce(LOG_LEVEL, LibraryTensor, isMainThread);
  }

  /** A session of the model in these bytes. */
  open(bytes: Uint8Array, { optimized }: OpenOptions = { optimized: true }): OnnxSession {
    const session = new this.#binding.InferenceSession();
    session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, {
      executionProviders: ['cpu'],
      executionMode: 'sequential',
      // a result must not depend on the number of cores
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      graphOptimizationLevel: optimized ? 'all' : 'disabled',
      logSeverityLevel: LOG_LEVEL,
    });
    return new OnnxSession(session);
  }
}

function endOf({ name, isTensor, shape, type }: RawMetadata): OnnxEnd {
  const known = ELEMENT_TYPES[type as keyof typeof ELEMENT_TYPES] as ElementType | undefined;
  if (!isTensor || known === undefined) throw new Error(`the model's ${name} is not a tensor of numbers`);
  return { name, type: known, shape: shape.map((side) => (side < 0 ? null : side)) };
}
