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

export interface Mapped {
  /** [N, ...sides of an image], one byte each. */
  readonly pixels: Uint8Array;
  /** [N, height, width] */
  readonly maps: Uint8Array;
}

/** Equal images are in the order of their labels. */
export function orderByPixels({ pixels, labels }: Labelled): Labelled {
  const size = pixels.length / Math.max(1, labels.length);
  const keys = Array.from(labels, (label, at) => ({ at, label, digest: digestOfPixels(partOf(pixels, at, size)) }));
  keys.sort((a, b) => compareDigests(a.digest, b.digest) || a.label - b.label);
  const places = keys.map(({ at }) => at);
  return { pixels: inOrder(pixels, places, size), labels: Int32Array.from(keys, ({ label }) => label) };
}

/** The same for images with class maps of `area` pixels; equal images are in the order of their maps. */
export function orderMapsByPixels({ pixels, maps }: Mapped, area: number): Mapped {
  const count = maps.length / area;
  const size = pixels.length / Math.max(1, count);
  const keys = Array.from({ length: count }, (_image, at) => ({
    at,
    digest: digestOfPixels(partOf(pixels, at, size)) + digestOfPixels(partOf(maps, at, area)),
  }));
  keys.sort((a, b) => compareDigests(a.digest, b.digest));
  const places = keys.map(({ at }) => at);
  return { pixels: inOrder(pixels, places, size), maps: inOrder(maps, places, area) };
}

function partOf(bytes: Uint8Array, at: number, size: number): Uint8Array {
  return bytes.subarray(at * size, (at + 1) * size);
}

function inOrder(bytes: Uint8Array, places: readonly number[], size: number): Uint8Array {
  const ordered = new Uint8Array(bytes.length);
  for (const [place, at] of places.entries()) ordered.set(partOf(bytes, at, size), place * size);
  return ordered;
}

export function digestOfPixels(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('hex');
}

export function compareDigests(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
