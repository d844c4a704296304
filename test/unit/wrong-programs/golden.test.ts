/** The programs in plain loops without a mistake agree with PyTorch in double precision. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { distances } from '../../support/wrong-programs/closeness.js';
import { NETWORK_NAMES, programOf } from '../../support/wrong-programs/networks/networks.js';
import type { Given } from '../../support/wrong-programs/program.js';

interface Listed {
  readonly dtype: 'float' | 'int';
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

type Named = Readonly<Record<string, Listed>>;

const GOLDEN = JSON.parse(readFileSync('test/support/wrong-programs/golden/golden.json', 'utf8')) as Readonly<
  Record<string, { readonly given: Named; readonly values: Named; readonly gradients: Named }>
>;

function asGiven(named: Named): Given {
  const tensors = Object.entries(named).map(([name, { dtype, shape, values }]) => [
    name,
    { shape, values: dtype === 'int' ? Int32Array.from(values) : Float32Array.from(values) },
  ]);
  return Object.fromEntries(tensors) as Given;
}

test.each(NETWORK_NAMES)('%s is right', (name) => {
  const golden = GOLDEN[name];
  if (golden === undefined) throw new Error(`no golden values of ${name}`);
  const { values, gradients } = programOf(name)(asGiven(golden.given), new Set());
  expect(Object.keys(gradients).sort()).toEqual(Object.keys(golden.gradients).sort());
  const apart = [distances(values, golden.values), distances(gradients, golden.gradients)].flatMap(
    Object.entries<number>,
  );
  expect(apart.filter(([, one]) => !(one < 1e-5))).toEqual([]);
});
