/** Evaluates the bundled script of a submission, in which the only remaining imports are the tf packages. */
import { Script } from 'node:vm';
import { tf, TF_PACKAGES } from './tf.js';

export type Exports = Readonly<Record<string, unknown>>;

/** The exports of the script; throws what the script throws. */
export function evaluateModule(code: string, filename: string): Exports {
  const script = new Script(`(function (exports, require, module) {${code}\n})`, { filename });
  const factory = script.runInThisContext() as (
    exports: object,
    require: (name: string) => unknown,
    module: object,
  ) => void;
  const module: { exports: unknown } = { exports: {} };
  factory(module.exports as object, requireAllowed, module);
  const exported: unknown = module.exports;
  if ((typeof exported !== 'object' && typeof exported !== 'function') || exported === null) return {};
  return exported as Exports;
}

function requireAllowed(name: string): unknown {
  if (TF_PACKAGES.has(name)) return NAMESPACE;
  throw new Error(`"${name}" cannot be imported here: use your own files and @tensorflow/tfjs`);
}

/** `import * as tf` and `import tf` both work. */
const NAMESPACE = { ...tf, default: tf, __esModule: true };
