/** The rules that the path of a model has the ending of its formats, and that a layout is of images. */
import { isOnnx } from '../../protocol/model-forms.js';
import type { Rubric, TargetOf } from '../../schema/rubric.js';
import type { Path, RuleProblem } from '../../checks/rules/rule.js';

export function* modelRules({ targets = {} }: Rubric): Iterable<RuleProblem> {
  for (const [name, target] of Object.entries(targets)) {
    if (target.kind !== 'model') continue;
    yield* formatsFit(['targets', name], target);
    yield* layoutFits(['targets', name, 'layout'], target);
  }
}

function* formatsFit(path: Path, { path: file, formats = [] }: TargetOf<'model'>): Iterable<RuleProblem> {
  if (formats.includes('tfjs') && isOnnx(file)) {
    const json = file.replace(/onnx$/, 'json');
    const sentence = `"${file}" is the path of an ONNX model, and formats has tfjs: write "${json}", beside which an ONNX model has the ending .onnx, or leave tfjs out`;
    yield { path: [...path, 'formats'], sentence };
  }
  if (formats.includes('onnx') && !/\.(?:json|onnx)$/.test(file)) {
    const sentence = `"${file}" is not the path of an ONNX model: write a path that ends with .onnx, or one of a model.json, beside which it has the ending .onnx`;
    yield { path: [...path, 'path'], sentence };
  }
}

function* layoutFits(path: Path, { input, layout, formats }: TargetOf<'model'>): Iterable<RuleProblem> {
  if (layout === undefined) return;
  if (input.length !== 3) {
    const sentence = `layout is the order of an image's sides, and the input [${input.join(', ')}] is not an image of three sides: leave it out`;
    yield { path, sentence };
  } else if (formats?.includes('onnx') === false) {
    yield {
      path,
      sentence: 'layout is of ONNX models, which formats leaves out: models of tf.js have the channels last',
    };
  }
}
