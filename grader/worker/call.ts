/** Calls one exported function and reads its outputs, its inputs, and what it did to the objects that it was given. */
import { packTensors } from '../protocol/frames.js';
import {
  VALUE_OUTPUT,
  type InputAfterHeader,
  type OutputHeader,
  type Reply,
  type Request,
  type ReturnShape,
} from '../protocol/worker.js';
import type { TensorData } from '../tensor/tensor.js';
import { watchDifferentiation } from '../runtime/differentiation.js';
import type { Evaluated, Exports } from '../runtime/module.js';
import { describe, readOutput, tooLarge, type ReadOutput } from '../runtime/outputs.js';
import { tf } from '../runtime/tf.js';
import { isDisposed, type ArgumentStore, type CallArguments } from './arguments.js';

type CallRequest = Extract<Request, { type: 'call' }>;

const MOST_KEYS = 50;
// captured before student code can replace it
const { apply } = Reflect;

/** The export is missing or is not a function. */
export class ExportMissing extends Error {
  override readonly name = 'ExportMissing';
}

export async function answerCall(
  request: CallRequest,
  body: Uint8Array,
  { module, root, store }: { readonly module: Evaluated; readonly root: string; readonly store: ArgumentStore },
): Promise<{ reply: Reply; body: Uint8Array }> {
  const { exports, count } = module;
  const call = exports[request.export];
  if (typeof call !== 'function') throw new ExportMissing(exportsOf(exports, request.export));
  const given = store.of(request, body, root);
  // as a member of what the module exports, which may be an object with methods that need each other
  const run = async (): Promise<unknown> => await apply(call, exports, given.values);
  const counted = async () => (count === undefined ? { result: await run() } : await count(run));
  const { result, differentiated } =
    request.watched === true ? await watchDifferentiation(counted) : { result: await counted(), differentiated: null };
  const returned = result.result;
  const outputs = fitWithin(observe(returned, request.returns, request.mostValues), request.mostValues);
  const { reply, body: packed } = replyWith(outputs, keysOf(returned, request.returns), given);
  const told = {
    ...(differentiated === null ? {} : { differentiated }),
    ...('work' in result ? { work: result.work } : {}),
  };
  return { reply: { ...reply, ...told }, body: packed };
}

/** The exported names, with the reason if one cannot be called. */
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

/** Reads only the requested keys, each once. */
function observe(returned: unknown, returns: ReturnShape, most: number): [string, ReadOutput][] {
  if (returns.kind === 'value') return [[VALUE_OUTPUT, readOutput(returned, most)]];
  if (!isRecord(returned, returns.keys)) {
    const found = `missing: the function returned ${describe(returned)}`;
    return returns.keys.map((key) => [key, { kind: 'unusable', found }]);
  }
  return returns.keys.flatMap((key): [string, ReadOutput][] => {
    const read = readProperty(returned, key, most);
    return read === null ? [] : [[key, read]];
  });
}

/** A tensor or an array counts as a record only if it has the requested keys. */
function isRecord(returned: unknown, keys: readonly string[]): returned is object {
  if ((typeof returned !== 'object' && typeof returned !== 'function') || returned === null) return false;
  try {
    const isValue = returned instanceof tf.Tensor || ArrayBuffer.isView(returned) || Array.isArray(returned);
    return !isValue || keys.some((key) => Object.hasOwn(returned, key));
  } catch {
    return true;
  }
}

function readProperty(object: object, key: string, most: number): ReadOutput | null {
  try {
    if (!(key in object)) return null;
    return readOutput((object as Record<string, unknown>)[key], most);
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

/** Each output fits, but all together may not: then the largest ones are only described. */
function fitWithin(outputs: [string, ReadOutput][], most: number): [string, ReadOutput][] {
  const sizeOfOutput = ([, output]: [string, ReadOutput]) =>
    output.kind === 'numbers' ? output.data.values.length : 0;
  const fitting = [...outputs];
  let total = fitting.reduce((sum, output) => sum + sizeOfOutput(output), 0);
  while (total > most) {
    const sizes = fitting.map(sizeOfOutput);
    const index = sizes.indexOf(Math.max(...sizes));
    const [name, output] = fitting[index] ?? [];
    if (name === undefined || output?.kind !== 'numbers') break;
    total -= output.data.values.length;
    fitting[index] = [name, tooLarge(output.form, output.data.shape)];
  }
  return fitting;
}

function replyWith(
  outputs: [string, ReadOutput][],
  keys: string[],
  given: CallArguments,
): { reply: Extract<Reply, { type: 'returned' }>; body: Uint8Array } {
  const tensors: Record<string, TensorData> = {};
  for (const [name, output] of outputs) if (output.kind === 'numbers') tensors[`output ${name}`] = output.data;
  for (const [name, input] of given.inputs) {
    const after = isDisposed(input) ? null : readOutput(input.value, input.values.length);
    if (after?.kind === 'numbers') tensors[`input ${name}`] = after.data;
  }
  const { headers, body } = packTensors(tensors);
  const outputHeaders = outputs.map(([name, output]): [string, OutputHeader] => {
    const tensor = headers[`output ${name}`];
    if (output.kind === 'unusable') return [name, output];
    if (tensor === undefined) throw new Error(`output ${name} was not packed`);
    return [name, { kind: 'numbers', form: output.form, tensor }];
  });
  const inputsAfter = [...given.inputs].map(([name, input]): [string, InputAfterHeader] => {
    const tensor = headers[`input ${name}`];
    if (tensor !== undefined) return [name, { kind: 'kept', tensor }];
    return [name, { kind: isDisposed(input) ? 'disposed' : 'changed' }];
  });
  const members = given.changes();
  return {
    reply: {
      type: 'returned',
      outputs: Object.fromEntries(outputHeaders),
      keys,
      inputsAfter: Object.fromEntries(inputsAfter),
      ...(members.length === 0 ? {} : { members }),
    },
    body,
  };
}
