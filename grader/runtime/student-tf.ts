/**
 * What student code gets when it imports a package of tf.js: the namespace of the worker, whichever package it is, with the
 * versions that the package @tensorflow/tfjs tells. What only a browser or other packages have is there by name, and says
 * when it is used that it is not here.
 */
import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import { version_converter } from '@tensorflow/tfjs-converter';
import { tf, TF_PACKAGES } from './tf.js';

/** All packages have the same number in each release; those that are not here are those of the same release. */
const release = tf.version_core;
const VERSIONS = {
  version: {
    'tfjs-core': release,
    'tfjs-backend-cpu': version_cpu,
    'tfjs-backend-webgl': release,
    'tfjs-data': release,
    'tfjs-layers': tf.version_layers,
    'tfjs-converter': version_converter,
    tfjs: release,
  },
  version_converter,
  version_cpu,
};

/** Namespaces that other packages of tf.js add, and what to use in their place. */
const ABSENT = {
  data: absent('data', 'make tensors of your values'),
  node: absent('node', 'use the functions of tf itself'),
};

/** Programs ask whether it is there, so that it is an object, which says only when it is used that it is not here. */
function absent(name: string, instead: string): object {
  return new Proxy(Object.create(null) as object, {
    get: (_, key) => {
      // what Node.js asks of everything that is printed or awaited
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return undefined;
      throw new Error(`tf.${name}.${key} is not available where this is graded: ${instead}`);
    },
  });
}

/** `import * as tf` and `import tf` both work. */
const own = { ...tf, ...VERSIONS, ...ABSENT };
const NAMESPACE = { ...own, default: own, __esModule: true };

/** Files within a package, such as those that register operations, gradients or kernels, which are all there. */
const WITHIN = /^(@tensorflow\/[a-z-]+)\/dist\/[\w./-]+$/;

/** Null for what is no package of tf.js, or one that is not here. */
export function tfPackage(name: string): object | null {
  return TF_PACKAGES.has(WITHIN.exec(name)?.[1] ?? name) ? NAMESPACE : null;
}
