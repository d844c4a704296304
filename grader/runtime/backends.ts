/** The tensor backend of a worker that runs models. It must be the one that the parent names. */
import { useNativeBackend } from './native.js';
import { OnnxLibrary } from './onnx/library.js';
import { useWasmBackend } from './wasm.js';

export interface Chosen {
  readonly name: string;
  /** ONNX Runtime, if it is the backend; tf.js then serves as a witness. */
  readonly onnx: OnnxLibrary | null;
}

/** `name` and the paths of its files, given by the parent; nothing for cpu. Throws a plain sentence. */
export async function chooseBackend([name, ...files]: readonly string[]): Promise<Chosen> {
  const [first = '', second = '', third] = files;
  switch (name) {
    case undefined:
      return { name: 'cpu', onnx: null };
    case 'onnx': {
      // after the add-on come the files of wasm, on which tf.js is quick enough to be asked as well
      if (third !== undefined) await useWasmBackend(second, third);
      return { name, onnx: new OnnxLibrary(first) };
    }
    case 'node':
      await useNativeBackend(first, second);
      return { name, onnx: null };
    case 'wasm':
      await useWasmBackend(first, second);
      return { name, onnx: null };
    default:
      throw new Error(`there is no backend ${name}`);
  }
}
