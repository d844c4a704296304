/** Reads a worker's reply as hostile data: every field is checked, nothing is trusted to have the right type. */
import { FrameError, unpackTensor, type Frame } from '../schema/frames.js';
import type {
  InputAfter,
  LoadedModel,
  ModelAfter,
  ObservedOutput,
  OutputForm,
  RawError,
  Returned,
} from '../schema/protocol.js';
import { decodeLoadedModel } from './loaded-model.js';
import { stripControls } from './text.js';

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
const MOST_NAMES = 200;
const FORMS: readonly OutputForm[] = ['tensor', 'typed-array', 'nested-array', 'number'];

/** What a reply may and must speak of. */
export interface Asked {
  /** Names that outputs may have. */
  readonly outputs: readonly string[];
  /** Names of all the inputs, each of which is reported on. */
  readonly inputs: readonly string[];
}

/** The reply in a frame; throws a FrameError for what is not one, or does not answer what was asked. */
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
  const [askedOutputs, askedInputs] = [new Set(asked.outputs), new Set(asked.inputs)];
  const outputs = entriesOf(fields['outputs'], 'outputs', askedOutputs.size).map(
    ([name, value]): [string, ObservedOutput] => {
      if (!askedOutputs.has(name)) throw new FrameError('an output that was not asked for');
      const output = recordOf(value, 'an output');
      if (output['kind'] === 'unusable') return [name, { kind: 'unusable', found: lineOf(output['found'], 300) }];
      const form = FORMS.find((candidate) => candidate === output['form']);
      if (output['kind'] !== 'numbers' || form === undefined) throw new FrameError('an output of an unknown kind');
      return [name, { kind: 'numbers', form, data: unpackTensor(output['tensor'], body, name) }];
    },
  );
  const inputs = entriesOf(fields['inputsAfter'], 'inputsAfter', askedInputs.size).map(
    ([name, value]): [string, InputAfter] => {
      if (!askedInputs.has(name)) throw new FrameError('an input that was not given');
      const input = recordOf(value, 'an input');
      if (input['kind'] === 'disposed') return [name, { kind: 'disposed' }];
      if (input['kind'] !== 'kept') throw new FrameError('an input of an unknown kind');
      return [name, { kind: 'kept', data: unpackTensor(input['tensor'], body, name) }];
    },
  );
  if (inputs.length !== asked.inputs.length) throw new FrameError('not all inputs are reported on');
  return {
    outputs: dictionaryOf(outputs),
    keys: textsOf(fields['keys']),
    inputsAfter: dictionaryOf(inputs),
    ...modelAfter(fields['model']),
  };
}

function modelAfter(value: unknown): { readonly model?: ModelAfter } {
  if (value === undefined) return {};
  const { weights, inputKept } = recordOf(value, 'the model');
  return { model: { weights: digestOf(weights) ?? '', inputKept: inputKept === true } };
}

function digestOf(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : null;
}

/** A record without a prototype, so that a key like __proto__ is a name and nothing else. */
function dictionaryOf<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const dictionary = Object.create(null) as Record<string, T>;
  for (const [name, value] of entries) dictionary[name] = value;
  return dictionary;
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FrameError(`${what} is no record`);
  return value as Record<string, unknown>;
}

/** At most as many as were asked for. */
function entriesOf(value: unknown, what: string, most: number): [string, unknown][] {
  const entries = Object.entries(recordOf(value, what));
  if (entries.length > most) throw new FrameError(`${what} has ${String(entries.length)} entries`);
  return entries;
}

/** Text that stands within a sentence: no line of its own can be made of it. */
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
