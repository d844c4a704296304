/** Calls one exported function with fresh inputs and reads back its outputs and its inputs. */
import { packTensors, unpackTensor } from '../schema/frames.js';
import type { ArgumentShape, OutputHeader, Reply, Request, ReturnShape } from '../schema/protocol.js';
import type { TensorData } from '../schema/tensor.js';
import type { Exports } from '../runtime/module.js';
import { describe, readOutput, type ReadOutput } from '../runtime/outputs.js';
import { tf } from '../runtime/tf.js';
import { readWeights } from '../runtime/weights.js';

type CallRequest = Extract<Request, { type: 'call' }>;
type Tensor = ReturnType<typeof tf.tensor>;

/** The value of a function that returns no record is observed under this name. */
const VALUE = 'value';
const MOST_KEYS = 50;

/** The export is not there or is no function. */
export class ExportMissing extends Error {
  override readonly name = 'ExportMissing';
}

export async function answerCall(
  request: CallRequest,
  body: Uint8Array,
  { exports, root }: { readonly exports: Exports; readonly root: string },
): Promise<{ reply: Reply; body: Uint8Array }> {
  const call = exports[request.export];
  if (typeof call !== 'function') throw new ExportMissing(exportsOf(exports, request.export));
  const inputs = Object.entries(request.tensors).map(([name, header]): [string, Tensor] => [
    name,
    toTensor(unpackTensor(header, body, name)),
  ]);
  const byName = new Map(inputs);
  const values = request.arguments.map((shape) => argumentOf(shape, byName, root));
  const returned: unknown = await Reflect.apply(call, undefined, values);
  return reply(observe(returned, request.returns), keysOf(returned, request.returns), inputs);
}

/** The names that are exported, with what keeps them from being called. */
function exportsOf(exports: Exports, wanted: string): string {
  const names = Object.keys(exports).slice(0, MOST_KEYS);
  if (names.length === 0) return 'nothing is exported';
  const told = names
    .map((name) => {
      if (name === wanted) return `${name} (${describe(exports[name])})`;
      return name === 'default' && !names.includes(wanted) ? 'default (give the function a named export)' : name;
    })
    .join(', ');
  return `exported are ${told}`;
}

function toTensor({ dtype, shape, values }: TensorData): Tensor {
  if (dtype === 'int32') return tf.tensor(values.slice(), [...shape], 'int32');
  return tf.tensor(Float32Array.from(values), [...shape], 'float32');
}

function argumentOf(shape: ArgumentShape, inputs: ReadonlyMap<string, Tensor>, root: string): unknown {
  if ('tensor' in shape) return inputs.get(shape.tensor);
  if ('weightsOf' in shape) return readWeights(root, shape.weightsOf);
  return Object.fromEntries(Object.entries(shape.record).map(([key, name]) => [key, inputs.get(name)]));
}

/** Only the keys that were asked for are looked at; each is read once. */
function observe(returned: unknown, returns: ReturnShape): [string, ReadOutput][] {
  if (returns.kind === 'value') return [[VALUE, readOutput(returned)]];
  if (!isRecord(returned, returns.keys)) {
    const found = `missing: the function returned ${describe(returned)}`;
    return returns.keys.map((key) => [key, { kind: 'unusable', found }]);
  }
  return returns.keys.flatMap((key): [string, ReadOutput][] => {
    const read = readProperty(returned, key);
    return read === null ? [] : [[key, read]];
  });
}

/** A tensor or an array is one only when somebody gave it the keys that are asked for. */
function isRecord(returned: unknown, keys: readonly string[]): returned is object {
  if ((typeof returned !== 'object' && typeof returned !== 'function') || returned === null) return false;
  try {
    const isValue = returned instanceof tf.Tensor || ArrayBuffer.isView(returned) || Array.isArray(returned);
    return !isValue || keys.some((key) => Object.hasOwn(returned, key));
  } catch {
    return true;
  }
}

function readProperty(object: object, key: string): ReadOutput | null {
  try {
    if (!(key in object)) return null;
    return readOutput((object as Record<string, unknown>)[key]);
  } catch {
    return { kind: 'unusable', found: 'a getter that throws' };
  }
}

function keysOf(returned: unknown, returns: ReturnShape): string[] {
  if (returns.kind === 'value' || typeof returned !== 'object' || returned === null) return [];
  try {
    return Object.keys(returned)
      .slice(0, MOST_KEYS)
      .map((key) => key.slice(0, 100));
  } catch {
    return [];
  }
}

function reply(
  outputs: [string, ReadOutput][],
  keys: string[],
  inputs: [string, Tensor][],
): { reply: Reply; body: Uint8Array } {
  const tensors: Record<string, TensorData> = {};
  for (const [name, output] of outputs) if (output.kind === 'numbers') tensors[`output ${name}`] = output.data;
  for (const [name, input] of inputs) {
    const after = input.isDisposed ? null : readOutput(input);
    if (after?.kind === 'numbers') tensors[`input ${name}`] = after.data;
  }
  const { headers, body } = packTensors(tensors);
  const outputHeaders = outputs.map(([name, output]): [string, OutputHeader] => {
    const tensor = headers[`output ${name}`];
    if (output.kind === 'unusable') return [name, output];
    if (tensor === undefined) throw new Error(`output ${name} was not packed`);
    return [name, { kind: 'numbers', form: output.form, tensor }];
  });
  const inputsAfter = Object.fromEntries(
    inputs.map(([name]) => {
      const tensor = headers[`input ${name}`];
      return [name, tensor === undefined ? { kind: 'disposed' as const } : { kind: 'kept' as const, tensor }];
    }),
  );
  return { reply: { type: 'returned', outputs: Object.fromEntries(outputHeaders), keys, inputsAfter }, body };
}
