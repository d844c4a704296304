/**
 * Examines the bytes of an ONNX model before anything loads it: whether it can be read, is in order, uses supported
 * operators alone, has one input and one output of numbers, and weights that are finite. Pure. Sentences are for
 * students and must not quote the content of the file.
 */
import { showName } from '../../../files/names.js';
import { formatBytes } from '../../../files/caps.js';
import type { OnnxModel } from '../../../onnx/format/model.js';
import { readModel } from '../../../onnx/format/read.js';
import { selectScores } from '../../../onnx/format/select.js';
import { workOfOnnx } from '../../../onnx/work.js';
import { OnnxProblem } from '../../../onnx/format/wire.js';
import type { ModelFacts, ModelReading } from '../../../protocol/model-facts.js';
import { sentenceOnValues } from '../bad-values.js';
import type { BadValues } from '../finite-scan.js';
import { constantsOf } from '../../../onnx/format/constants.js';
import { checkScores, exampleShapeOf } from './ends.js';
import { badValuesIn } from './finite.js';
import { layersIn } from './layers.js';
import { checkOrder } from './order.js';
import { boundsOf, parametersOf } from './weights.js';

/** It is read as a whole, in the memory of the reader. */
export const MOST_ONNX_BYTES = 192 * 2 ** 20;

export function sentenceOnSize(path: string, bytes: number): string {
  return `${showName(path)} has ${formatBytes(bytes)}, the limit is ${formatBytes(MOST_ONNX_BYTES)}: export a smaller model`;
}

/** `path` is that of the file in the snapshot. */
export function examineOnnx(path: string, bytes: Uint8Array): ModelReading {
  const shown = showName(path);
  const refuse = (problem: string, facts: ModelFacts | null = null): ModelReading => ({
    status: 'rejected',
    sentence: `${shown} ${problem}`,
    facts,
  });
  const read = readModel(bytes);
  if (!read.ok) return refuse(read.problem);
  try {
    const facts = factsOf(read.model, bytes.length);
    const [first, ...others] = badValuesOf(read.model);
    if (first === undefined)
      return { status: 'admitted', facts: { ...facts, macs: workOfOnnx(selectScores(read.model)) } };
    return { status: 'rejected', sentence: `${shown}: ${sentenceOnValues(first, others.length)}`, facts };
  } catch (cause) {
    if (cause instanceof OnnxProblem) return refuse(cause.message);
    throw cause;
  }
}

/** Throws an OnnxProblem. */
function factsOf(model: OnnxModel, fileBytes: number): ModelFacts {
  checkOrder(model.graph, constantsOf(model.graph));
  checkScores(model.graph);
  const { graph } = selectScores(model);
  const inputShape = exampleShapeOf(graph);
  const constants = constantsOf(graph);
  return {
    format: 'onnx-model',
    parameters: parametersOf(constants),
    fileBytes,
    layers: layersIn(graph, constants, Math.min(3, Math.max(1, inputShape.length - 1))),
    inputShape,
    weights: [...constants.values()].map(({ name, shape, type }) => ({ name, shape, dtype: type })),
  };
}

function badValuesOf(model: OnnxModel): BadValues[] {
  const { graph } = selectScores(model);
  const bounds = boundsOf(graph);
  return [...constantsOf(graph).values()].flatMap((tensor) => badValuesIn(tensor, bounds(tensor.name)) ?? []);
}
