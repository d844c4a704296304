/**
 * The native backend: @tensorflow/tfjs-node's kernels on the worker's own tf namespace. The package would load a second
 * tf.js, so its scripts are loaded here one by one, with the worker's tf.js instead of theirs.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { tf, TF_PACKAGES } from './tf.js';

type Module = { exports: Record<string, unknown> };
type BackendClass = new (
  binding: unknown,
  name: string,
) => Parameters<typeof tf.registerBackend>[1] extends () => infer B ? Awaited<B> : never;

/** The name under which tfjs-node registers the backend. */
const NAME = 'tensorflow';

/** Makes TensorFlow the backend; throws if it cannot be loaded. `scripts` is the package's dist folder. */
export async function useNativeBackend(scripts: string, binding: string): Promise<void> {
  const addOn: Module = { exports: {} };
  process.dlopen(addOn, binding);
  const load = makeLoader();
  const { NodeJSKernelBackend } = load(join(scripts, 'nodejs_kernel_backend.js')) as {
    NodeJSKernelBackend: BackendClass;
  };
  load(join(scripts, 'register_all_kernels.js'));
  // outside the factory, in which tf.js would hide errors
  const backend = new NodeJSKernelBackend(addOn.exports, '@tensorflow/tfjs-node');
  tf.registerBackend(NAME, () => backend);
  if (!(await tf.setBackend(NAME))) throw new Error('TensorFlow does not start');
}

/** The package's scripts are ES5, whose subclasses call their base as a function; tf.js's base is a class. */
function callableBase(): unknown {
  const base = () => undefined;
  base.prototype = tf.KernelBackend.prototype;
  return base;
}

/** A small CommonJS loader: a script's own files by relative path, tf.js from here, the rest from Node.js. */
function makeLoader(): (file: string) => unknown {
  const loaded = new Map<string, Module>();
  const builtIn = createRequire('/');
  const namespace = { ...tf, KernelBackend: callableBase() };
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const module: Module = { exports: {} };
    loaded.set(file, module);
    const resolve = (name: string): unknown => {
      if (TF_PACKAGES.has(name)) return namespace;
      // messages for TensorBoard, which is not used here
      if (name === './proto/api_pb') return {};
      if (!name.startsWith('.')) return builtIn(`node:${name}`);
      const path = join(dirname(file), name);
      return load(path.endsWith('.js') ? path : `${path}.js`);
    };
    const script = new Script(`(function (exports, require, module) {${readFileSync(file, 'utf8')}\n})`, {
      filename: file,
    });
    (script.runInThisContext() as (exports: object, require: typeof resolve, module: Module) => void)(
      module.exports,
      resolve,
      module,
    );
    return module.exports;
  };
  return load;
}
