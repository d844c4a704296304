/** Turns anything that student code threw into three short strings, including non-errors and hostile getters. */
import type { RawError } from '../protocol/worker.js';
import { describe } from '../runtime/outputs.js';

const MOST_CHARACTERS = 4000;

export function describeThrown(thrown: unknown): RawError {
  return {
    name: text(() => (thrown instanceof Error ? thrown.name : ''), ''),
    message: text(() => messageOf(thrown), 'something that cannot be read'),
    stack: text(() => (thrown instanceof Error ? (thrown.stack ?? '') : ''), ''),
  };
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message === '' ? 'an error without a message' : thrown.message;
  return typeof thrown === 'string' ? thrown : describe(thrown);
}

function text(get: () => unknown, otherwise: string): string {
  try {
    const value = get();
    return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : otherwise;
  } catch {
    return otherwise;
  }
}
