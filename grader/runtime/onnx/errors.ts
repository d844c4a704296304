/**
 * Explains errors of ONNX Runtime to the person who exported the model. An unknown error must not be repeated whole, because
 * it names internals of the library.
 */
export function explainLibrary(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
