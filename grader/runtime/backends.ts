/** The tensor backend of a worker that runs a model. It must be the one that the parent names. */
import { useNativeBackend } from './native.js';
import { useWasmBackend } from './wasm.js';

/** `name` and the paths of its two files, given by the parent; nothing for cpu. Throws a plain sentence. */
export async function chooseBackend([name, script, binary]: readonly string[]): Promise<string> {
  if (name === undefined || script === undefined || binary === undefined) return 'cpu';
  if (name === 'node') await useNativeBackend(script, binary);
  else await useWasmBackend(script, binary);
  return name;
}
