/**
 * Stands for Node's crypto in the worker. seedrandom, a part of tf.js, asks for it only in case somebody draws numbers
 * without a seed, and loading it takes a fifth of the worker's start: here it is loaded when it is used.
 */
const crypto = () => process.getBuiltinModule('node:crypto');

export const randomBytes = (size: number): Buffer => crypto().randomBytes(size);
export const createHash = (algorithm: string) => crypto().createHash(algorithm);
