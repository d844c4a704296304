/** The tensor backend of a worker that runs a model: what the parent names, which it must then be. */
import { useNativeBackend } from './native.js';
import { useWasmBackend } from './wasm.js';

/** `name` and the two files that it is made of, as the parent shows them; nothing for cpu. Throws in plain words. */
export async function chooseBackend([name, script, binary]: readonly string[]): Promise<string> {
  if (name === undefined || script === undefined || binary === undefined) return 'cpu';
  if (name === 'node') await useNativeBackend(script, binary);
  else await useWasmBackend(script, binary);
  return name;
}
