/** Tensor backends for exported models, in the order in which they are tried. Code that students wrote runs on cpu. */
export const BACKENDS = ['onnx', 'node', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];
