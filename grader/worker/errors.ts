/** Turns whatever student code threw into three short strings. Hostile getters and non-errors included. */
import type { RawError } from '../schema/protocol.js';

const MOST_CHARACTERS = 4000;

export function describeThrown(thrown: unknown): RawError {
  return {
    name: text(() => (thrown instanceof Error ? thrown.name : 'thrown value')),
    message: text(() => (thrown instanceof Error ? thrown.message : describeValue(thrown))),
    stack: text(() => (thrown instanceof Error ? (thrown.stack ?? '') : '')),
  };
}

function describeValue(value: unknown): string {
  return typeof value === 'string' ? value : `a ${value === null ? 'null' : typeof value} was thrown`;
}

function text(get: () => unknown): string {
  try {
    const value = get();
    return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : '';
  } catch {
    return '';
  }
}
