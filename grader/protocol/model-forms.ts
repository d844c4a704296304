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

/** The file of a model in a form, for a path of a rubric: in place of deep/model.json an ONNX model is deep/model.onnx. */
export function modelFileOf(path: string, form: ModelForm): string {
  if (form === 'tfjs' || !path.endsWith(JSON_ENDING)) return path;
  return path.slice(0, -JSON_ENDING.length) + ONNX_ENDING;
}

/** The forms that a homework takes: those of its rubric, or both, unless the path is that of one of them alone. */
export function formsOf(target: {
  readonly path: string;
  readonly formats?: readonly ModelForm[];
}): readonly ModelForm[] {
  const { path, formats } = target;
  if (formats !== undefined) return formats;
  if (isOnnx(path)) return ['onnx'];
  return path.endsWith(JSON_ENDING) ? MODEL_FORMS : ['tfjs'];
}

/**
 * The order of an image's sides in an ONNX model, `[channels, height, width]` or `[height, width, channels]`, where its
 * shape does not tell.
 */
export const LAYOUTS = ['channels-first', 'channels-last'] as const;
export type Layout = (typeof LAYOUTS)[number];
