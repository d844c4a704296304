/** Applies the activation that a layer's description names, or describes as a layer. */
import { showName } from '../../files/names.js';
import { camelCase } from '../../models/spelling.js';
import { asRecord, field, textField } from '../../text/fields.js';
import type { GraphBuilder } from '../building/graph.js';
import type { Value } from '../building/values.js';
import { FORMULAS } from './formulas.js';
import { ACTIVATION_RULES, type Refuse } from './rectified.js';

/** `written`: a name, a description `{className, config}`, or nothing, which is linear. */
export function activate(graph: GraphBuilder, written: unknown, x: Value, refuse: Refuse): Value {
  if (written === undefined || written === null) return x;
  const className = textField(written, 'className');
  const rule = ACTIVATION_RULES.get(className ?? '');
  if (rule !== undefined) return rule({ graph, x, config: asRecord(field(written, 'config')), refuse });
  const name = typeof written === 'string' ? written : (className ?? '');
  const formula = FORMULAS.get(camelCase(name));
  if (formula === undefined) throw refuse(`with the activation ${showName(name)}`);
  return formula(graph, x);
}
