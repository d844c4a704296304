/** Reads a reader's answer about a model as hostile data: every field is checked, and nothing else is kept. Pure. */
import { MODEL_FORMATS } from '../../protocol/worker.js';
import { READ_CAPS } from '../../protocol/reader.js';
import type { ModelReading, LayerFact, ModelFacts } from '../../protocol/model-facts.js';
import { field, isRecord, type JsonRecord } from '../../text/fields.js';

/** Longest sentence, and longest name, in characters. */
const MOST_SENTENCE = 2000;
const MOST_NAME = 1000;
const MOST_RANK = 64;

class NotClaimed extends Error {}

/** null if the bytes are not a valid answer. */
export function readClaim(body: Uint8Array): ModelReading | null {
  if (body.length > READ_CAPS.model) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    const status = field(value, 'status');
    const facts = field(value, 'facts');
    if (status === 'admitted') return { status, facts: factsOf(facts) };
    if (status !== 'rejected') return null;
    const sentence = textOf(field(value, 'sentence'), MOST_SENTENCE);
    return { status, sentence, facts: facts === null ? null : factsOf(facts) };
  } catch (error) {
    if (error instanceof NotClaimed || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function factsOf(value: unknown): ModelFacts {
  const record = recordOf(value);
  const format = MODEL_FORMATS.find((one) => one === record['format']);
  if (format === undefined) throw new NotClaimed();
  const shape = record['inputShape'];
  return {
    format,
    parameters: countOf(record['parameters']),
    fileBytes: countOf(record['fileBytes']),
    ...(record['unreadBytes'] === undefined ? {} : { unreadBytes: countOf(record['unreadBytes']) }),
    layers: listOf(record['layers']).map(layerOf),
    inputShape: shape === null ? null : shapeOf(shape, (side) => (side === null ? null : countOf(side))),
    ...(record['macs'] === undefined ? {} : { macs: record['macs'] === null ? null : countOf(record['macs']) }),
    weights: listOf(record['weights']).map((weight) => {
      const { name, shape: sides, dtype } = recordOf(weight);
      return { name: textOf(name, MOST_NAME), shape: shapeOf(sides, countOf), dtype: textOf(dtype, MOST_NAME) };
    }),
  };
}

function layerOf(value: unknown): LayerFact {
  const { name, className, activation, output } = recordOf(value);
  if (typeof output !== 'boolean') throw new NotClaimed();
  return {
    name: textOf(name, MOST_NAME),
    className: textOf(className, MOST_NAME),
    activation: activation === null ? null : textOf(activation, MOST_NAME),
    output,
  };
}

function shapeOf<T>(value: unknown, sideOf: (side: unknown) => T): T[] {
  const sides = listOf(value);
  if (sides.length > MOST_RANK) throw new NotClaimed();
  return sides.map(sideOf);
}

function recordOf(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new NotClaimed();
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotClaimed();
  return value as unknown[];
}

function textOf(value: unknown, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw new NotClaimed();
  return value;
}

function countOf(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new NotClaimed();
  return value as number;
}
