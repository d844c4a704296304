/**
 * The one input and the one output that a model must have, and the shape of one example. Throws an OnnxProblem that says
 * what to change in the export. Pure.
 */
import { showName } from '../../../files/names.js';
import type { OnnxGraph, OnnxValue } from '../../../onnx/format/model.js';
import { scoresOf } from '../../../onnx/format/select.js';
import { OnnxProblem } from '../../../onnx/format/wire.js';

/** Types that the grader gives and takes. */
const TYPES = ['float32', 'float64'];

/** The shape of one example, without the side of the batch; null is a side that is not fixed. `graph` is selected. */
export function exampleShapeOf({ inputs }: OnnxGraph): (number | null)[] {
  const [input, ...others] = inputs;
  if (input === undefined) {
    throw new OnnxProblem(
      'has outputs that depend on no input: export the network with an example that it computes with',
    );
  }
  if (others.length > 0) {
    const names = inputs
      .slice(0, 3)
      .map(({ name }) => showName(name))
      .join(', ');
    throw new OnnxProblem(
      `describes a model with ${String(inputs.length)} inputs (${names}${inputs.length > 3 ? ', ...' : ''}); exactly one is expected: export a model that takes the examples alone`,
    );
  }
  if (!TYPES.includes(input.type))
    throw new OnnxProblem(`takes ${input.type} numbers (${showName(input.name)}), ${adviceOn(input)}`);
  return sidesOf(input);
}

function sidesOf({ name, shape }: OnnxValue): (number | null)[] {
  if (shape === null) {
    throw new OnnxProblem(
      `does not say what shape it takes (${showName(name)}): export it with an example, torch.onnx.export(model, (example,), ...)`,
    );
  }
  if (shape.length === 0 || shape[0] === 0) {
    throw new OnnxProblem(
      `takes an input without a side for the batch (${showName(name)}): export it with an example of shape [1, ...]`,
    );
  }
  return shape.slice(1).map((side) => (typeof side === 'number' ? side : null));
}

function adviceOn({ type }: OnnxValue): string {
  if (type === 'float16' || type === 'bfloat16') return 'expected float32: call model.float() before it is exported';
  return 'and the examples are float32 numbers: let the model take float32, and convert and divide the images within it or not at all';
}

/** `graph` is as it was read. */
export function checkScores(graph: OnnxGraph): void {
  const { outputs } = graph;
  const scores = scoresOf(graph);
  if (scores === null) {
    throw new OnnxProblem(
      `describes a model with ${String(outputs.length)} outputs; exactly one is expected: export a model that gives the classes alone`,
    );
  }
  if (TYPES.includes(scores.type)) return;
  const advice =
    scores.type === 'float16' || scores.type === 'bfloat16'
      ? 'call model.float() before it is exported'
      : 'let the model give a score for each class, without argmax at its end';
  throw new OnnxProblem(`gives ${scores.type} numbers (${showName(scores.name)}), expected float32: ${advice}`);
}
