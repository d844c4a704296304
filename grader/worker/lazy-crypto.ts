/**
 * Replaces Node's crypto in the worker. seedrandom, a part of tf.js, needs it only for numbers without a seed, but
 * loading it takes a fifth of the worker's start. Here it is loaded on first use.
 */
const getModule = process.getBuiltinModule.bind(process);
const crypto = () => getModule('node:crypto');

export const randomBytes = (size: number): Buffer => crypto().randomBytes(size);
export const createHash = (algorithm: string) => crypto().createHash(algorithm);
