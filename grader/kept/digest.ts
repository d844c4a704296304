/**
 * sha256 over plain values (objects, arrays, numbers, words, typed arrays). Equal values have equal digests, whatever the
 * order of their keys. Pure.
 */
import { createHash } from 'node:crypto';

/** The inputs of a class's probes are the same objects for every submission. */
const known = new WeakMap<object, string>();

/** As hex. Members that are undefined count as absent. */
export function digestOf(value: unknown): string {
  return sha256(JSON.stringify(canonical(value)));
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function canonical(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return { bytes: digestOfBytes(value) };
  if (Array.isArray(value)) return value.map(canonical);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // pairs, so that no key is special and their order is ours
  return { members: members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)]) };
}

function digestOfBytes(view: ArrayBufferView): string {
  const before = known.get(view);
  if (before !== undefined) return before;
  const digest = sha256(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  known.set(view, digest);
  return digest;
}
