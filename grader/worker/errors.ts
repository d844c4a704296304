/** Turns anything that student code threw into three short strings, including non-errors and hostile getters. */
import type { RawError } from '../protocol/worker.js';
import type { Script } from '../runtime/module.js';
import { describe } from '../runtime/outputs.js';

const MOST_CHARACTERS = 4000;

/** `script` is the one that was loaded. */
export function describeThrown(thrown: unknown, script: LoadedScript | null = null): RawError {
  const stack = text(() => (thrown instanceof Error ? (thrown.stack ?? '') : ''), '');
  return {
    name: text(() => (thrown instanceof Error ? thrown.name : ''), ''),
    message: text(() => messageOf(thrown), 'something that cannot be read'),
    stack: script === null ? stack : withPlacesOf(script, stack),
  };
}

export interface LoadedScript extends Pick<Script, 'placeOf'> {
  readonly filename: string;
}

/** With the places of the script as it came. */
function withPlacesOf({ filename, placeOf }: LoadedScript, stack: string): string {
  const [head = '', ...parts] = stack.split(`${filename}:`);
  const placed = parts.map((part) => {
    const [found, line, column] = /^(\d{1,9}):(\d{1,9})/.exec(part) ?? [];
    if (found === undefined) return part;
    const place = placeOf({ line: Number(line), column: Number(column) });
    return `${String(place.line)}:${String(place.column)}${part.slice(found.length)}`;
  });
  return [head, ...placed].join(`${filename}:`);
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
