/**
 * Reads a worker's description of a model that it loaded. Every field is checked, although no student code runs there.
 */
import { isRecord, type JsonRecord } from '../../text/fields.js';
import { FrameError } from '../../protocol/frames.js';
import { MODEL_FORMATS, type LoadedLayer, type LoadedModel } from '../../protocol/worker.js';
import { stripControls } from '../process/text.js';

const MOST_ENTRIES = 100_000;
const MOST_CHARACTERS = 1000;
const MOST_SENTENCE = 4000;
const MOST_SIDES = 16;

/** null without a description; throws a FrameError if it is malformed. */
export function decodeLoadedModel(value: unknown): LoadedModel | null {
  if (value === undefined) return null;
  const told = recordOf(value);
  const format = MODEL_FORMATS.find((candidate) => candidate === told['format']);
  if (format === undefined) throw new FrameError('a model of an unknown format');
  const { parameters, empty } = told;
  if (!Number.isSafeInteger(parameters) || Number(parameters) < 0) throw new FrameError('a model of no size');
  return {
    format,
    parameters: Number(parameters),
    inputShape: told['inputShape'] === null ? null : sidesOf(told['inputShape']),
    layers: listOf(told['layers']).map(layerOf),
    operations: listOf(told['operations']).map((operation) => textOf(operation, MOST_CHARACTERS)),
    empty: empty === null ? null : textOf(empty, MOST_SENTENCE),
  };
}

function layerOf(value: unknown): LoadedLayer {
  const { className, activation } = recordOf(value);
  return {
    className: textOf(className, MOST_CHARACTERS),
    activation: activation === null ? null : textOf(activation, MOST_CHARACTERS),
  };
}

function sidesOf(value: unknown): readonly (number | null)[] {
  const sides = listOf(value);
  const valid = sides.every((side): side is number | null => side === null || Number.isSafeInteger(side));
  if (!valid || sides.length > MOST_SIDES) throw new FrameError('a model with an input that is not a shape');
  return sides;
}

function recordOf(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new FrameError('a model that is not described');
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length > MOST_ENTRIES)
    throw new FrameError('a model with an entry that is not a list');
  return value as unknown[];
}

function textOf(value: unknown, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw new FrameError('a model with a name that is not a text');
  return stripControls(value).replace(/\s+/g, ' ');
}
