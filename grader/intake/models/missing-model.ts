/** The sentence about a model that was not handed in. Pure. */
import { posix } from 'node:path';
import { elsewhere } from '../../files/elsewhere.js';
import { plainPath, showName } from '../../files/names.js';
import { isOtherCode } from '../../files/other-kinds.js';
import { adviceOn, type OtherFormat } from '../../models/other-formats.js';
import { isOnnx, modelFileOf, type ModelForm } from '../../protocol/model-forms.js';
import type { WantedModel } from '../../stages/plan.js';

/** Files of other formats by their names. Those with several files in a folder come last. */
const OTHER_FORMATS: readonly (readonly [RegExp, OtherFormat])[] = [
  [/\.onnx$/i, 'onnx'],
  [/\.(?:h5|hdf5|keras)$/i, 'keras'],
  [/\.pb$|(?:^|\/)variables\/variables\.[^/]+$/i, 'saved-model'],
  [/\.(?:tflite|lite)$/i, 'tflite'],
  [/\.safetensors$/i, 'safetensors'],
  [/\.(?:pt|pth|pt2|mar|torchscript)$/i, 'pytorch'],
  [/\.(?:pkl|pickle|joblib)$/i, 'pickle'],
  [/\.npz$/i, 'numpy'],
  [/\.(?:ckpt|mlmodel|mlpackage|gguf|caffemodel)$|\.ckpt(?:-\d+)?\.(?:index|meta|data-\d+-of-\d+)$/i, 'other-network'],
];

/**
 * Names what is there instead of a missing model: an export of another kind in its folder, the file itself under
 * another name or in another folder, weights without a description, or an export of another kind elsewhere.
 */
export function missingSentence({ path, forms }: WantedModel, files: Iterable<string>): string {
  const all = [...files];
  const paths = forms.map((form) => plainPath(modelFileOf(path, form)));
  const wanted = paths[0] ?? plainPath(path);
  const folder = posix.dirname(wanted);
  const start = folder === '.' ? '' : `${folder}/`;
  const below = all.filter((file) => file.startsWith(start));
  const missing = `${paths.map(showName).join(' or ')} was not handed in`;
  const near = elsewhere(paths, all);
  const own = folder === '.' ? null : otherFormat(below, forms);
  if (own !== null) return `${missing}; ${own}`;
  if (near !== '') return missing + near;
  const named = forms.includes('onnx')
    ? below.find((file) => posix.dirname(file) === folder && isOnnx(file))
    : undefined;
  if (named !== undefined) {
    return `${missing}; ${showName(named)} is there: if it is the model, call it ${showName(modelFileOf(path, 'onnx'))}`;
  }
  const weights = !forms.includes('tfjs')
    ? undefined
    : below.find((file) => posix.dirname(file) === folder && /\.bin$/i.test(file));
  if (weights !== undefined) {
    return `${missing}; ${showName(weights)} holds weights only: hand in the model.json that was saved with it as well`;
  }
  const other = otherFormat(all, forms);
  if (other !== null) return `${missing}; ${other}`;
  return missing + howToExport(forms, folder, all);
}

function howToExport(forms: readonly ModelForm[], folder: string, files: readonly string[]): string {
  const place = folder === '.' ? 'the submission' : `${showName(folder)}/`;
  const ways = forms.map((form) => (form === 'tfjs' ? 'with model.save' : 'with torch.onnx.export')).join(' or ');
  const code = files.find(isOtherCode);
  if (code === undefined) return `: export the model ${ways} into ${place}`;
  return `; ${showName(code)} is code: this homework takes the trained model, exported ${ways} into ${place}`;
}

function otherFormat(files: readonly string[], forms: readonly ModelForm[]): string | null {
  for (const [format, kind] of OTHER_FORMATS) {
    // an ONNX model is another format only for a homework that does not take it
    if (kind === 'onnx' && forms.includes('onnx')) continue;
    const other = files.find((file) => format.test(file));
    if (other !== undefined) return `${showName(other)} is another format: ${adviceOn(kind, forms)}`;
  }
  return null;
}
