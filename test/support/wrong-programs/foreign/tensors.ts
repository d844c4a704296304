/** What foreign programs do to numbers after they are computed, or to what is given before. */
import { dice } from '../draw.js';
import { at, map, round } from '../matrix.js';
import { isTensor, type Given, type Outputs, type Tensor32 } from '../program.js';

export type Change = (tensor: Tensor32, name: string) => Tensor32;

const changedAll = (named: Outputs['gradients'], change: Change): Outputs['gradients'] =>
  Object.fromEntries(Object.entries(named).map(([name, tensor]) => [name, change(tensor, name)]));

export function changedGradients({ values, gradients }: Outputs, change: Change): Outputs {
  return { values, gradients: changedAll(gradients, change) };
}

/** Only the gradients by parameters, as an optimiser sees them. */
export function changedParameters(given: Given, outputs: Outputs, change: Change): Outputs {
  const isParameter = (name: string) => name !== 'x' && isTensor(given[name]);
  return changedGradients(outputs, (tensor, name) => (isParameter(name) ? change(tensor, name) : tensor));
}

export function largest({ values }: Tensor32): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Uniform noise of up to `share` of the largest number of a tensor. */
export function noisy(share: number): Change {
  const next = dice(11);
  return (tensor) => {
    const most = largest(tensor);
    return map(tensor, (value) => value + share * most * (2 * next() - 1));
  };
}

/** Turns neighbouring numbers about each other by half a radian, the last with the first. */
export const turned: Change = (tensor) => {
  const { length } = tensor.values;
  return map(tensor, (value, index) => {
    const isFirst = index % 2 === 0;
    const other = at(tensor.values, isFirst ? (index + 1) % length : index - 1);
    return Math.cos(0.5) * value + (isFirst ? -1 : 1) * Math.sin(0.5) * other;
  });
};

/** The rows, of [n, ...], in the opposite order. */
export const reversedRows: Change = (tensor) => {
  const rows = tensor.shape[0] ?? 1;
  const width = tensor.values.length / rows;
  return map(tensor, (_, index) => at(tensor.values, (rows - 1 - Math.floor(index / width)) * width + (index % width)));
};

/**
 * Rounded to so many bits, the leading one included, ties to even; below 2^lowest to multiples of the last bit there. float16
 * has 11 and -14 (IEEE 754 binary16), bfloat16 8 and -126.
 */
export function roundedTo(bits: number, lowest: number): (tensor: Tensor32) => Tensor32 {
  return (tensor) =>
    map(tensor, (value) => {
      if (value === 0) return 0;
      const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), lowest);
      const unit = 2 ** (exponent - bits + 1);
      const floor = Math.floor(value / unit);
      const rest = value / unit - floor;
      const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
      return (isUp ? floor + 1 : floor) * unit;
    });
}

/** Another sample of the same shapes; of the inputs alone, of the parameters alone, or of both. The labels are turned round. */
export function otherGiven(given: Given, part: 'inputs' | 'parameters' | 'all', seed = 77): Given {
  const next = dice(seed);
  const all = Object.entries(given).map(([name, value]) => {
    if (!isTensor(value))
      return [name, part === 'parameters' ? value : { ...value, values: value.values.toReversed() }];
    const isInput = name === 'x' || name === 'y';
    const range = largest(value);
    const drawn = map(value, () => round(range * (2 * next() - 1)));
    return [name, part === 'all' || isInput === (part === 'inputs') ? drawn : value];
  });
  return Object.fromEntries(all) as Given;
}

/** `given` with another x. */
export function withInput(given: Given, change: Change): Given {
  const { x } = given;
  return isTensor(x) ? { ...given, x: change(x, 'x') } : given;
}
