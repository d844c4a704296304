/** What a rubric asks of exported models, with the names that the generated code has for them. Pure. */
import { posix } from 'node:path';
import { formsOf, modelFileOf } from '../../protocol/model-forms.js';
import type { Rubric } from '../../schema/rubric.js';
import { identifierFor, Names, pascalCase } from './names.js';

export interface AskedModel {
  /** The name of its target. */
  readonly name: string;
  /** The function that builds it. */
  readonly build: string;
  /** Paths at which it may be handed in. */
  readonly paths: readonly string[];
  /** The folder that it is exported to; null if the starter cannot export it, because it has to be an ONNX model. */
  readonly folder: string | null;
  /** `[N, 2] in, [N, 1] or [N, 2] out`, and what is asked of its size. */
  readonly what: string;
}

const EXPORTED = 'model.json';

export function askedModels(rubric: Rubric): readonly AskedModel[] {
  const names = new Names();
  return Object.entries(rubric.targets ?? {}).flatMap(([name, target]) => {
    if (target.kind !== 'model') return [];
    const { path, input, outputs, gives } = target;
    const forms = formsOf(target);
    const exported = forms.includes('tfjs') && posix.basename(path) === EXPORTED;
    const inputs = `[${['N', ...input].join(', ')}] in`;
    const wide = outputs.map((width) => `[N, ${String(width)}]`).join(' or ');
    const isMap = rubric.checks.some((check) => check.kind === 'segmentation' && check.target === name);
    const out = isMap ? `[${['N', ...input.slice(0, 2), outputs[0] ?? 1].join(', ')}]` : wide;
    return [
      {
        name,
        build: identifierFor(names.take(`build${pascalCase(name)}`)),
        paths: forms.map((form) => modelFileOf(path, form)),
        folder: exported ? posix.dirname(path) : null,
        what: [`${inputs}, ${out} out`, ...(gives === undefined ? [] : [gives]), ...limitsOn(name, rubric)].join('; '),
      },
    ];
  });
}

function limitsOn(target: string, { checks }: Rubric): string[] {
  return checks.flatMap((check) => {
    if (check.kind !== 'model-limits' || check.target !== target) return [];
    const { parameters, fileBytes, macs, layers, activations, outputActivations } = check;
    return [
      ...(parameters === undefined ? [] : [`at most ${String(parameters)} parameters`]),
      ...(fileBytes === undefined ? [] : [`files of at most ${String(fileBytes)} bytes`]),
      ...(macs === undefined ? [] : [`at most ${String(macs)} multiply-adds for one example`]),
      ...(layers === undefined ? [] : [`layers: ${layers.join(', ')}`]),
      ...(activations === undefined ? [] : [`activations: ${activations.join(', ')}`]),
      ...(outputActivations === undefined ? [] : [`of the output: ${outputActivations.join(', ')}`]),
    ];
  });
}
