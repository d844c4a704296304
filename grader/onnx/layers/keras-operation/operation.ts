/**
 * Operations between layers of a functional model of Keras 3 (grader/runtime/keras/operations.ts). The examples must stay
 * along the first axis; what moves them is refused.
 */
import { asRecord, listField } from '../../../text/fields.js';
import type { LayerCall, LayerRule } from '../call.js';
import { ONE_OPERAND, TWO_OPERANDS } from './arithmetic.js';
import { SHAPING } from './shaping.js';
import { nestedNumbers } from '../nested-numbers.js';
import type { Operand } from './operand.js';

export const kerasOperation: LayerRule = (call) => {
  const name = String(call.option('operation'));
  const settings = asRecord(call.option('settings'));
  const operands = operandsOf(call);
  const refuse = (why: string) => call.refuse(`${name}, ${why}`);
  const operation = { graph: call.graph, settings, operands, refuse };
  const rule = TWO_OPERANDS.get(name) ?? ONE_OPERAND.get(name) ?? SHAPING.get(name);
  if (rule === undefined) throw refuse('that is not translated');
  return rule(operation);
};

/** null stands for the next input. */
function operandsOf(call: LayerCall): readonly Operand[] {
  const fed = [...call.inputs];
  return listField(call.config, 'operands').map((written): Operand => {
    const value = written === null ? fed.shift() : nestedNumbers(written);
    if (value === undefined || value === null) throw call.refuse('with operands that cannot be read');
    return value;
  });
}
