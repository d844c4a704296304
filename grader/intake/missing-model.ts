/** What is said of a model that was not handed in. Pure. */
import { posix } from 'node:path';
import { showName } from './names.js';

/** What stands in a model's place when it is missing: an export of another kind, or another spelling. */
export function missingSentence(path: string, files: Iterable<string>): string {
  const all = [...files];
  const twin = all.find((file) => file.toLowerCase() === path.toLowerCase());
  if (twin !== undefined)
    return `${showName(path)} was not handed in; ${showName(twin)} is spelt differently: rename it`;
  const folder = posix.dirname(path);
  const keras = all.find((file) => posix.dirname(file) === folder && /\.(h5|hdf5|keras|pb|pt|pth|onnx)$/i.test(file));
  if (keras !== undefined) {
    return `${showName(path)} was not handed in; ${showName(keras)} is another format: export the model with model.save of tf.js`;
  }
  return `${showName(path)} was not handed in: export the model with model.save into ${folder === '.' ? 'the submission' : `${showName(folder)}/`}`;
}
