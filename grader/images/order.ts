/**
 * Orders labelled images by the digest of their pixels. This order must not reveal labels, whatever the seed or order
 * in which the set was made, and does not depend on the source of the set.
 */
import { createHash } from 'node:crypto';

export interface Labelled {
  /** [N, ...sides of an image], one byte each. */
  readonly pixels: Uint8Array;
  /** [N] */
  readonly labels: Int32Array;
}

/** Equal images are in the order of their labels. */
export function orderByPixels({ pixels, labels }: Labelled): Labelled {
  const size = pixels.length / Math.max(1, labels.length);
  const keys = Array.from(labels, (label, at) => ({
    at,
    label,
    digest: digestOfPixels(pixels.subarray(at * size, (at + 1) * size)),
  }));
  keys.sort((a, b) => compareDigests(a.digest, b.digest) || a.label - b.label);
  const ordered = new Uint8Array(pixels.length);
  for (const [place, { at }] of keys.entries()) ordered.set(pixels.subarray(at * size, (at + 1) * size), place * size);
  return { pixels: ordered, labels: Int32Array.from(keys, ({ label }) => label) };
}

export function digestOfPixels(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('hex');
}

export function compareDigests(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
