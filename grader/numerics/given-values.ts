/** Reads the values of a `given` sample set and fits them to the shapes of the network. Must not broadcast values. */
import { GraderError } from '../errors.js';
import type { Network } from '../schema/network.js';
import { float64, fromNested, type Nested, type TensorData } from '../tensor/tensor.js';
import { equalShapes } from './shapes.js';

type Shape = readonly (number | string)[];

/**
 * A tensor for every input, label and parameter. A value may omit sides of 1 (x: [1, 0] for [B, D] is one example).
 * Letters take the size of the first value that determines them. Throws REFERENCE_INVALID.
 */
export function givenValues(
  name: string,
  given: Readonly<Record<string, Nested>>,
  network: Network,
): Record<string, TensorData> {
  const sizes = new Map<string, number>();
  const values: Record<string, TensorData> = {};
  for (const [key, shape] of Object.entries({ ...network.inputs, ...network.parameters })) {
    values[key] = fit(`sample set ${name}: ${key}`, read(name, key, given), shape, sizes);
  }
  for (const [key, { shape }] of Object.entries(network.labels ?? {})) {
    const { shape: sides, values: numbers } = fit(`sample set ${name}: ${key}`, read(name, key, given), shape, sizes);
    values[key] = { dtype: 'int32', shape: sides, values: Int32Array.from(numbers) };
  }
  return values;
}

function read(name: string, key: string, given: Readonly<Record<string, Nested>>): TensorData {
  const value = Object.hasOwn(given, key) ? given[key] : undefined;
  if (value === undefined) {
    throw new GraderError('REFERENCE_INVALID', `sample set ${name}: no value for ${key}`, {
      advice: `The network needs it: add ${key} to values.`,
    });
  }
  const parsed = fromNested(value);
  if (!parsed.ok) {
    throw new GraderError(
      'REFERENCE_INVALID',
      `sample set ${name}: ${key}${parsed.problem.at} is ${parsed.problem.found}`,
      {
        advice: 'Write numbers, or rows of equally many numbers.',
      },
    );
  }
  return parsed.tensor;
}

function fit(where: string, tensor: TensorData, shape: Shape, sizes: Map<string, number>): TensorData {
  const found = [...tensor.shape];
  while (found.length < shape.length) found.unshift(1);
  const sides = shape.map((side, axis) => {
    const size = found[axis] ?? 1;
    if (typeof side === 'number') return side;
    if (!sizes.has(side)) sizes.set(side, size);
    return sizes.get(side) ?? size;
  });
  if (!equalShapes(found, sides)) {
    throw new GraderError(
      'REFERENCE_INVALID',
      `${where} has shape [${tensor.shape.join(', ')}], the network expects [${shape.join(', ')}] (here [${sides.join(', ')}])`,
      { advice: 'Give it the shape of the network, or change the network.' },
    );
  }
  return float64(sides, tensor.values);
}
