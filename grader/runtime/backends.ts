/** The tensor backend of a worker that runs models. It must be the one that the parent names. */
import type { BackendName } from '../protocol/backends.js';
import { useNativeBackend } from './native.js';
import { OnnxLibrary } from './onnx/library.js';
import { useWasmBackend } from './wasm.js';

export interface Chosen {
  readonly name: string;
  /** ONNX Runtime, if it is the backend; tf.js then serves as a witness. */
  readonly onnx: OnnxLibrary | null;
}

/** Starts a backend with the paths of its files, which its kit names in this order. Throws a plain sentence. */
type Start = (files: readonly string[]) => Promise<OnnxLibrary | null>;

/** A backend that is not here does not compile. */
const STARTS: Readonly<Record<Exclude<BackendName, 'cpu'>, Start>> = {
  onnx: async ([addOn = '', script, binary]) => {
    // the files of wasm, on which tf.js is quick enough to be asked as well
    if (script !== undefined && binary !== undefined) await useWasmBackend(script, binary);
    return new OnnxLibrary(addOn);
  },
  node: async ([scripts = '', binding = '']) => {
    await useNativeBackend(scripts, binding);
    return null;
  },
  wasm: async ([script = '', binary = '']) => {
    await useWasmBackend(script, binary);
    return null;
  },
};

/** `name` and the paths of its files, given by the parent; nothing for cpu. Throws a plain sentence. */
export async function chooseBackend([name, ...files]: readonly string[]): Promise<Chosen> {
  if (name === undefined) return { name: 'cpu', onnx: null };
  if (!isKnown(name)) throw new Error(`there is no backend ${name}`);
  return { name, onnx: await STARTS[name](files) };
}

function isKnown(name: string): name is keyof typeof STARTS {
  return Object.hasOwn(STARTS, name);
}
