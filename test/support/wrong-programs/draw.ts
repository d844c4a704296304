/** Samples for the tests of these programs: multiples of 1/256, which float32 and decimal text hold exactly. */
import { at, sizeOf } from './matrix.js';
import type { WrittenNetwork } from './networks/networks.js';
import type { Given, Tensor32 } from './program.js';

/** Numbers in [0, 1): the generator "mulberry32", whose state is one 32-bit integer. */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Weights as large as keeps a layer's output near 1, biases and inputs in [-1, 1]; every class is a label of some row. */
export function drawSample({ network, sizes }: WrittenNetwork, seed: number): Given {
  const next = dice(seed);
  const concrete = (shape: readonly (number | string)[]) =>
    shape.map((side) => (typeof side === 'number' ? side : (sizes[side] ?? 1)));
  const draw = (shape: readonly number[], range: number): Tensor32 => ({
    shape,
    values: new Float32Array(sizeOf(shape)).map(() => Math.round((2 * next() - 1) * range * 256) / 256),
  });
  const given: Record<string, Given[string]> = {};
  for (const [name, shape] of Object.entries(network.inputs)) given[name] = draw(concrete(shape), 1);
  for (const [name, letters] of Object.entries(network.parameters)) {
    const shape = concrete(letters);
    // of a kernel [3,3,C,F] all but the filters, of a matrix [out,in] all but the outputs
    const inputs = shape.length === 4 ? sizeOf(shape.slice(0, 3)) : sizeOf(shape.slice(1));
    given[name] = draw(shape, shape.length === 1 ? 1 : Math.sqrt(6 / inputs));
  }
  for (const [name, { shape: letters, classes: letter }] of Object.entries(network.labels ?? {})) {
    const classes = sizes[letter] ?? 2;
    const shape = concrete(letters);
    // two of the first class, so that not all classes are equally frequent
    const all = Int32Array.from({ length: sizeOf(shape) }, (_, index) => Math.max(0, index - 1) % classes);
    given[name] = { shape, values: shuffled(all, next) };
  }
  return given;
}

function shuffled(values: Int32Array, next: () => number): Int32Array {
  const out = values.slice();
  for (let last = out.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [out[last], out[other]] = [at(out, other), at(out, last)];
  }
  return out;
}
