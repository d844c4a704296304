/**
 * Translates operations between the layers of a functional model of Keras 3: `x + y`, `x[:, 0]`, keras.ops. Each
 * becomes a layer of the runtime with a list of its operands: null for an input tensor, numbers for constants in the
 * description.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';
import { historyOf } from './nodes.js';
import { Untranslatable } from './untranslatable.js';

/** The operations that the runtime computes. */
export const OPERATIONS: ReadonlySet<string> = new Set([
  ...['Add', 'Subtract', 'Multiply', 'Divide', 'TrueDivide', 'Power', 'Maximum', 'Minimum', 'Matmul', 'Negative'],
  ...['Absolute', 'Square', 'Sqrt', 'Rsqrt', 'Reciprocal', 'Exp', 'Log', 'Sin', 'Cos', 'Tanh', 'Relu', 'Relu6'],
  ...['Sigmoid', 'Silu', 'Softplus', 'LeakyRelu', 'Softmax', 'LogSoftmax', 'Clip', 'Mean', 'Sum', 'Max', 'Amax'],
  ...['Min', 'Amin', 'Prod', 'Reshape', 'Transpose', 'ExpandDims', 'Squeeze', 'Concatenate', 'Stack', 'GetItem'],
]);

/** A layer is from keras.layers, or has fields for training and type; an operation has neither. */
export function isOperation(node: JsonRecord, className: string, config: JsonRecord): boolean {
  if (textField(node, 'module') === 'keras.layers') return false;
  return className !== 'InputLayer' && !Object.hasOwn(config, 'trainable') && !Object.hasOwn(config, 'dtype');
}

/** `nodes` are its calls as written by Keras 3. Throws Untranslatable. */
export function operationOf(className: string, config: JsonRecord, nodes: readonly unknown[]): JsonRecord {
  const { name, ...settings } = config;
  const called = `has the operation ${typeof name === 'string' ? name.slice(0, 100) : className} (${className.slice(0, 100)}) between its layers`;
  if (!OPERATIONS.has(className)) {
    throw new Untranslatable(`${called}, which tf.js has no layer for: use layers of Keras instead`);
  }
  const [node] = nodes;
  if (nodes.length !== 1) throw new Untranslatable(`${called} without one call: export it again`);
  const args = listField(node, 'args');
  if (className === 'GetItem') {
    const parts = partsOf(args[1]);
    if (parts === null)
      throw new Untranslatable(`${called} with an index that is not of numbers and slices: use layers`);
    return { name, operation: className, operands: [null], settings: { parts } };
  }
  const operands = args.flatMap((arg): unknown[] => (isTensors(arg) ? arg.map(() => null) : [operandOf(arg)]));
  if (operands.includes(undefined)) {
    throw new Untranslatable(`${called} with something that is not a number: use layers of Keras instead`);
  }
  return { name, operation: className, operands, settings };
}

function isTensors(arg: unknown): arg is readonly unknown[] {
  return Array.isArray(arg) && arg.every((one) => historyOf(one) !== null);
}

/** undefined for what is neither a tensor nor numbers. */
function operandOf(arg: unknown): unknown {
  if (historyOf(arg) !== null) return null;
  const value = isRecord(arg) ? field(field(arg, 'config'), 'value') : arg;
  return isNumbers(value, 0) ? value : undefined;
}

function isNumbers(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return true;
  return depth < 8 && Array.isArray(value) && value.length > 0 && value.every((one) => isNumbers(one, depth + 1));
}

/** The parts of an index in brackets; null for anything else. */
function partsOf(written: unknown): readonly JsonRecord[] | null {
  const parts = (Array.isArray(written) ? (written as unknown[]) : [written]).map((part): JsonRecord | null => {
    if (part === null) return { fresh: true };
    if (Number.isSafeInteger(part)) return { place: part };
    if (field(part, 'class_name') === '__ellipsis__') return { rest: true };
    const { start = null, stop = null, step = null } = (field(part, 'config') ?? {}) as JsonRecord;
    const isSlice = field(part, 'class_name') === '__slice__' && step !== 0;
    const isWhole = [start, stop, step].every((one) => one === null || Number.isSafeInteger(one));
    return isSlice && isWhole ? { start, stop, step } : null;
  });
  return parts.every((part) => part !== null) ? parts : null;
}
