/** Reads a worker's reply as hostile data: the presence, type and size of every field are checked. */
import { asRecord, isRecord, type JsonRecord } from '../../text/fields.js';
import { FrameError, TensorReader, type Frame } from '../../protocol/frames.js';
import { DIFFERENTIATORS } from '../../protocol/differentiators.js';
import {
  MEMBER_CHANGES,
  type InputAfter,
  type LoadedModel,
  type MemberChange,
  type ModelAfter,
  type ObservedOutput,
  type OutputForm,
  type RawError,
  type Returned,
} from '../../protocol/worker.js';
import type { TensorData } from '../../tensor/tensor.js';
import { decodeWork } from './work.js';
import { decodeLoadedModel } from './loaded-model.js';
import { stripControls } from '../process/text.js';

export type DecodedReply =
  | { readonly type: 'ready' }
  | {
      readonly type: 'loaded';
      readonly exports: readonly string[];
      readonly backend: string | null;
      readonly weights: string | null;
      readonly model: LoadedModel | null;
    }
  | { readonly type: 'returned'; readonly returned: Returned }
  | { readonly type: 'threw'; readonly error: RawError };

const MOST_CHARACTERS = 4000;
/** At most so many names of exports, returned keys, changed members. */
const MOST_NAMES = 50;
const FORMS: readonly OutputForm[] = ['tensor', 'typed-array', 'nested-array', 'number'];

/** What a reply may and must contain. */
export interface Asked {
  /** Names that outputs may have. */
  readonly outputs: readonly string[];
  /** All inputs as they were sent; the reply reports on each. */
  readonly inputs: Readonly<Record<string, TensorData>>;
  /** The most numbers that all outputs together may have. */
  readonly mostValues: number;
}

/** The reply in a frame; throws a FrameError if it is malformed or does not answer the request. */
export function decodeReply({ header, body }: Frame, asked: Asked): DecodedReply {
  const fields = recordOf(header, 'a reply');
  switch (fields['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'loaded':
      return {
        type: 'loaded',
        exports: textsOf(fields['exports']),
        backend: typeof fields['backend'] === 'string' ? textOf(fields['backend'], 200) : null,
        weights: digestOf(fields['weights']),
        model: decodeLoadedModel(fields['model']),
      };
    case 'threw': {
      const error = recordOf(fields['error'], 'an error');
      const { name, message, stack } = error;
      return { type: 'threw', error: { name: textOf(name, 100), message: textOf(message), stack: textOf(stack) } };
    }
    case 'returned':
      return { type: 'returned', returned: decodeReturned(fields, body, asked) };
    default:
      throw new FrameError('a reply of an unknown type');
  }
}

function decodeReturned(fields: Record<string, unknown>, body: Uint8Array, asked: Asked): Returned {
  const reader = new TensorReader(body);
  const outputs = decodeOutputs(fields['outputs'], reader, asked);
  const sent = new Map(Object.entries(asked.inputs));
  const inputs = entriesOf(fields['inputsAfter'], 'inputsAfter').map(([name, value]): [string, InputAfter] => {
    const input = sent.get(name);
    if (input === undefined) throw new FrameError('an input that was not given');
    return [name, { kind: decodeInput(recordOf(value, 'an input'), reader, name, input) }];
  });
  if (inputs.length !== sent.size) throw new FrameError('not all inputs are reported on');
  const members = membersOf(fields['members']);
  const told = asRecord(fields['differentiated']);
  const differentiated = DIFFERENTIATORS.filter((name) => Object.hasOwn(told, name));
  return {
    outputs: dictionaryOf(outputs),
    keys: textsOf(fields['keys']),
    inputsAfter: dictionaryOf(inputs),
    ...(members.length === 0 ? {} : { members }),
    ...(differentiated.length === 0 ? {} : { differentiated }),
    ...(fields['work'] === undefined ? {} : { work: decodeWork(fields['work']) }),
    ...modelAfter(fields['model']),
  };
}

function decodeOutputs(value: unknown, reader: TensorReader, asked: Asked): [string, ObservedOutput][] {
  const names = new Set(asked.outputs);
  let room = asked.mostValues;
  return entriesOf(value, 'outputs').map(([name, entry]): [string, ObservedOutput] => {
    if (!names.has(name)) throw new FrameError('an output that was not asked for');
    const output = recordOf(entry, 'an output');
    if (output['kind'] === 'unusable') return [name, { kind: 'unusable', found: lineOf(output['found'], 300) }];
    const form = FORMS.find((candidate) => candidate === output['form']);
    if (output['kind'] !== 'numbers' || form === undefined) throw new FrameError('an output of an unknown kind');
    const data = reader.read(output['tensor'], name);
    room -= data.values.length;
    if (room < 0) throw new FrameError(`more than ${String(asked.mostValues)} numbers`);
    return [name, { kind: 'numbers', form, data }];
  });
}

/** Whether an input was changed, by comparing; the numbers themselves are not kept. */
function decodeInput(
  { kind, tensor }: Record<string, unknown>,
  reader: TensorReader,
  name: string,
  sent: TensorData,
): InputAfter['kind'] {
  if (kind === 'disposed' || kind === 'changed') return kind;
  if (kind !== 'kept') throw new FrameError('an input of an unknown kind');
  const { shape, values } = reader.read(tensor, name);
  const isSame =
    String(shape) === String(sent.shape) &&
    values.length === sent.values.length &&
    values.every((value: number, index: number) => Object.is(value, sent.values[index]));
  return isSame ? 'kept' : 'changed';
}

function membersOf(value: unknown): MemberChange[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_NAMES).flatMap((item: unknown) => {
    const { key, how } = recordOf(item, 'a changed member');
    const known = MEMBER_CHANGES.find((candidate) => candidate === how);
    return known === undefined ? [] : [{ key: lineOf(key, 100), how: known }];
  });
}

function modelAfter(value: unknown): { readonly model?: ModelAfter } {
  if (value === undefined) return {};
  const { weights, inputKept } = recordOf(value, 'the model');
  return { model: { weights: digestOf(weights) ?? '', inputKept: inputKept === true } };
}

function digestOf(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : null;
}

/** A record without a prototype, so that a key like __proto__ is an ordinary name. */
function dictionaryOf<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const dictionary = Object.create(null) as Record<string, T>;
  for (const [name, value] of entries) dictionary[name] = value;
  return dictionary;
}

function recordOf(value: unknown, what: string): JsonRecord {
  if (!isRecord(value)) throw new FrameError(`${what} is not a record`);
  return value;
}

function entriesOf(value: unknown, what: string): [string, unknown][] {
  return Object.entries(recordOf(value, what));
}

/** Text for use within a sentence: it cannot start a line of its own. */
function lineOf(value: unknown, most: number): string {
  return textOf(value, most).replace(/\s+/g, ' ');
}

function textOf(value: unknown, most = MOST_CHARACTERS): string {
  return typeof value === 'string' ? stripControls(value.slice(0, most)) : '';
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_NAMES).map((item: unknown) => lineOf(item, 100));
}
