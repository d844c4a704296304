/**
 * The natural programs in tf.js compute what the plain loops compute with the mistakes that they are said to make: two
 * implementations, two ways to differentiate. Those without a mistake of the catalogue differ from all single ones.
 */
import { describe, expect, test } from '@jest/globals';
import { anyShare } from '../../support/runs.js';
import { areClose, distances } from '../../support/wrong-programs/closeness.js';
import { OTHER_FORMS, PLACED, RIGHT, SINGLES, genericSample, programOf } from '../../support/wrong-programs/index.js';
import { NATURAL, NATURAL_RIGHT } from '../../support/wrong-programs/natural/index.js';
import type { NetworkName } from '../../support/wrong-programs/networks/networks.js';
import type { Outputs } from '../../support/wrong-programs/program.js';
import type { WrongProgram } from '../../support/wrong-programs/wrong-program.js';

/** In the network whose relu comes before pooling, any share of the gradient by a window of zeros is right; the relu stops it. */
function withoutTies(network: NetworkName, outputs: Outputs): Outputs {
  if (network !== 'cnn') return outputs;
  const { r2: _r2, ...gradients } = outputs.gradients;
  return { ...outputs, gradients };
}

const full = ({ network, name }: WrongProgram) => `${network}: ${name}`;
const named = (programs: readonly WrongProgram[]) => programs.map((program) => ({ ...program, full: full(program) }));
const known = NATURAL.filter(({ ids }) => ids !== null);
const foreign = NATURAL.filter(({ ids }) => ids === null);

describe.each(anyShare([1, 100], 2))('from seed %i', (seed) => {
  test.each(named([...NATURAL_RIGHT, ...known]))('$full', ({ network, ids, run }) => {
    const given = genericSample(network, seed);
    const own = withoutTies(network, run(given));
    const other = withoutTies(network, programOf(network)(given, new Set(ids)));
    const apart = [distances(own.values, other.values), distances(own.gradients, other.gradients)];
    expect(apart.flatMap((all) => Object.entries(all)).filter(([, one]) => !(one < 1e-4))).toEqual([]);
  });
});

/** What all single mistakes give on the first sample of a network. */
const single = new Map(
  Array.from(new Set(foreign.map(({ network }) => network)), (network) => {
    const given = genericSample(network);
    const programs = [...RIGHT, ...SINGLES, ...OTHER_FORMS, ...PLACED].filter((other) => other.network === network);
    return [network, programs.map(({ name, run }) => ({ name, outputs: run(given) }))] as const;
  }),
);

test.each(named(foreign))('$full is not a mistake of the catalogue', ({ network, run }) => {
  const found = withoutTies(network, run(genericSample(network)));
  const alike = (single.get(network) ?? []).filter(({ outputs }) =>
    areClose(found, withoutTies(network, outputs), 1e-3),
  );
  expect(alike.map(({ name }) => name)).toEqual([]);
});

test('there are enough of them, with different names', () => {
  expect(known.length).toBeGreaterThanOrEqual(20);
  expect(new Set(NATURAL.map(full)).size).toBe(NATURAL.length);
});
