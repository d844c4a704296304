/** The reference engine compared with values that PyTorch computed in double precision, and with finite differences. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { gradientsOf } from '../../../grader/numerics/gradients.js';
import { inferShapes } from '../../../grader/numerics/network-shapes.js';
import { evaluate, lossNodeOf, type Values } from '../../../grader/numerics/network.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';

interface Dumped {
  readonly shape: number[];
  readonly values: number[];
  readonly dtype?: string;
}

interface Golden {
  readonly name: string;
  readonly network: Network;
  readonly given: Record<string, Dumped>;
  readonly values: Record<string, Dumped>;
  readonly gradients: Record<string, Dumped>;
}

const CASES = ['golden', 'golden-sequences'].flatMap(
  (name) => JSON.parse(readFileSync(`fixtures/reference/${name}.json`, 'utf8')) as Golden[],
);

function toTensor({ shape, values, dtype }: Dumped): TensorData {
  return dtype === 'int32' ? { dtype, shape, values: Int32Array.from(values) } : float64(shape, values);
}

function givenOf({ given }: Golden): Values {
  return Object.fromEntries(Object.entries(given).map(([name, dumped]) => [name, toTensor(dumped)]));
}

/** Largest difference relative to the largest element. */
function errorOf(found: TensorData | undefined, right: Dumped): number {
  if (found === undefined) return Infinity;
  expect(found.shape).toEqual(right.shape);
  const largest = Math.max(1e-300, ...right.values.map(Math.abs));
  return Math.max(...right.values.map((value, index) => Math.abs(value - (found.values[index] ?? NaN)))) / largest;
}

describe.each(CASES.map((golden) => [golden.name, golden] as const))('%s', (_name, golden) => {
  const given = givenOf(golden);
  test('values are those of PyTorch', () => {
    const { values } = evaluate(golden.network, given);
    for (const [name, right] of Object.entries(golden.values)) expect(errorOf(values[name], right)).toBeLessThan(1e-12);
  });
  test('gradients are those of PyTorch', () => {
    const { gradients } = gradientsOf(golden.network, given);
    for (const [name, right] of Object.entries(golden.gradients)) {
      if (Math.max(...right.values.map(Math.abs)) > 1e-14) expect(errorOf(gradients[name], right)).toBeLessThan(1e-11);
    }
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(golden.gradients).sort());
  });
  test('shapes that are inferred are those of PyTorch', () => {
    const { inputs, parameters } = golden.network;
    const sizes = Object.entries({ ...inputs, ...parameters }).flatMap(([name, shape]) =>
      shape.flatMap((side, axis): [string, number][] =>
        typeof side === 'string' ? [[side, golden.given[name]?.shape[axis] ?? NaN]] : [],
      ),
    );
    const { shapes, misfits } = inferShapes(golden.network, new Map(sizes));
    expect(misfits).toEqual([]);
    for (const [name, { shape }] of Object.entries(golden.values)) expect(shapes.get(name)).toEqual(shape);
    // letters leave it open
    expect(inferShapes(golden.network).misfits).toEqual([]);
  });
  test('no value or gradient is larger than its scale', () => {
    const { values, scale } = evaluate(golden.network, given);
    const backward = gradientsOf(golden.network, given);
    for (const [all, scales] of [
      [values, scale],
      [backward.gradients, backward.scale],
    ] as const) {
      for (const [name, tensor] of Object.entries(all)) {
        const excess = Array.from(
          tensor.values,
          (value, index) => Math.abs(value) - (scales[name]?.values[index] ?? 0) * (1 + 1e-12),
        );
        expect(Math.max(...excess)).toBeLessThanOrEqual(0);
      }
    }
  });
});

describe('finite differences', () => {
  const STEP = 1e-5;
  test.each(CASES.filter(({ name }) => !name.startsWith('E.g.')).map((golden) => [golden.name, golden] as const))(
    '%s',
    (_name, golden) => {
      const given = givenOf(golden);
      const loss = lossNodeOf(golden.network).name;
      const { gradients } = gradientsOf(golden.network, given);
      const lossAt = (name: string, index: number, by: number) => {
        const tensor = given[name];
        if (tensor === undefined) throw new Error(name);
        const moved = float64(tensor.shape, tensor.values);
        moved.values[index] = (moved.values[index] ?? 0) + by;
        return evaluate(golden.network, { ...given, [name]: moved }).values[loss]?.values[0] ?? NaN;
      };
      for (const name of Object.keys(golden.network.parameters)) {
        const slope = (lossAt(name, 1, STEP) - lossAt(name, 1, -STEP)) / (2 * STEP);
        expect(gradients[name]?.values[1]).toBeCloseTo(slope, 6);
      }
    },
  );
});
