/** Operations that behave differently in training, and are refused in that mode. Pure. */
import { showName } from '../../../files/names.js';
import type { OnnxNode } from '../../../onnx/format/model.js';
import type { Constants } from '../../../onnx/format/constants.js';
import { EVALUATE } from './operators.js';

/** Index of the input of Dropout that switches it on, from opset 12. */
const DROPOUT_SWITCH = 2;

/** Completes "model.onnx …"; null if there is nothing wrong. */
export function problemOfTraining(node: OnnxNode, constants: Constants): string | null {
  if (!isTraining(node, constants)) return null;
  return `has the operation ${showName(node.name || node.operator)} (${node.operator}) in the mode of training: ${EVALUATE}`;
}

function isTraining({ operator, inputs, outputs, attributes }: OnnxNode, constants: Constants): boolean {
  if (operator === 'Dropout') {
    const name = inputs[DROPOUT_SWITCH] ?? '';
    if (name === '') return false;
    const on = constants.get(name);
    return on === undefined || on.bytes.some((byte) => byte !== 0);
  }
  if (operator !== 'BatchNormalization') return false;
  const mode = attributes['training_mode'];
  // before opset 14, more than one output says so
  return (mode?.kind === 'int' && mode.value !== 0) || outputs.slice(1).some((name) => name !== '');
}
