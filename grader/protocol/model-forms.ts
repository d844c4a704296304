/** The forms in which a model may be handed in, and the names of its files. Pure. */

/** `tfjs`: model.json with its weight files; `onnx`: one file. */
export const MODEL_FORMS = ['tfjs', 'onnx'] as const;
export type ModelForm = (typeof MODEL_FORMS)[number];

const JSON_ENDING = '.json';
const ONNX_ENDING = '.onnx';

/** Whether a file is read as an ONNX model, which its name decides. */
export function isOnnx(path: string): boolean {
  return path.endsWith(ONNX_ENDING);
}

/** Where an ONNX model lies in place of the model.json at `path`: `deep/model.onnx`. */
export function onnxPathOf(path: string): string {
  return path.endsWith(JSON_ENDING) ? path.slice(0, -JSON_ENDING.length) + ONNX_ENDING : path;
}

/** The file of a model by its form, for a path of a rubric. */
export function modelFileOf(path: string, form: ModelForm): string {
  return form === 'onnx' ? onnxPathOf(path) : path;
}

/** The forms that a homework takes: those of its rubric, or what the ending of the path says. */
export function formsOf(target: {
  readonly path: string;
  readonly formats?: readonly ModelForm[];
}): readonly ModelForm[] {
  if (target.formats !== undefined) return target.formats;
  return isOnnx(target.path) ? ['onnx'] : MODEL_FORMS;
}
