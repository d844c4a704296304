/** Each mistake of the catalogue changes what its programs compute, and one of the forward pass has the gradients of its loss. */
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, MAIN, VARIANTS, appliesTo } from '../../support/wrong-programs/catalogue.js';
import { farthest } from '../../support/wrong-programs/closeness.js';
import { at } from '../../support/wrong-programs/matrix.js';
import {
  NETWORKS,
  NETWORK_NAMES,
  programOf,
  type NetworkName,
} from '../../support/wrong-programs/networks/networks.js';
import { isTensor, type Given, type Outputs } from '../../support/wrong-programs/program.js';
import { anyShare } from '../../support/runs.js';
import { genericSample } from '../../support/wrong-programs/sample.js';
import { parseSwitch } from '../../support/wrong-programs/switches.js';

const MISTAKES = [...CATALOGUE, ...VARIANTS];
const only = (...ids: string[]) => new Set(ids);

const lossOf = ({ values }: Outputs) => at(values['loss']?.values ?? new Float32Array(), 0);

/** +1 or -1 for each element of a tensor, divided by their number. */
const signs = (pattern: number, place: number, size: number) => (index: number) =>
  ((index * (2 * pattern + 3) + place) % 7 < 3 ? -1 : 1) / size;

/** `given` moved by `step` along a pattern of signs. */
function moved(given: Given, pattern: number, step: number): Given {
  const all = Object.entries(given).map(([name, tensor], place) => {
    if (!isTensor(tensor) || name === 'y') return [name, tensor] as const;
    const sign = signs(pattern, place, tensor.values.length);
    const values = tensor.values.map((value, index) => value + step * sign(index));
    return [name, { shape: tensor.shape, values }] as const;
  });
  return Object.fromEntries(all);
}

/** What the gradients say of the slope along this pattern; `scale`: the slope if no two terms cancelled. */
function claimed(given: Given, { gradients }: Outputs, pattern: number): { slope: number; scale: number } {
  const terms = Object.keys(given).flatMap((name, place) => {
    const gradient = gradients[name]?.values ?? new Float32Array();
    const sign = signs(pattern, place, gradient.length);
    return Array.from(gradient, (value, index) => value * sign(index));
  });
  return {
    slope: terms.reduce((sum, term) => sum + term, 0),
    scale: terms.reduce((sum, term) => sum + Math.abs(term), 0),
  };
}

describe.each(NETWORK_NAMES)('%s', (network: NetworkName) => {
  const program = programOf(network);
  const given = genericSample(network);
  const right = program(given, only());
  const able = MISTAKES.filter((mistake) => appliesTo(mistake, network));

  test.each(able)('$id shows', ({ id, isForward }) => {
    const wrong = program(given, only(id));
    const apart = farthest(wrong, right);
    expect(apart).toBeGreaterThan(0.002);
    expect(apart).toBeLessThan(Infinity);
    const isForwardRight = farthest({ ...wrong, gradients: {} }, { ...right, gradients: {} }) === 0;
    if (!id.endsWith(':by-hand')) expect(isForwardRight).toBe(!isForward);
  });

  test.each(able.filter(({ isForward }) => isForward))('$id has the gradients of its own loss', ({ id }) => {
    const mistakes = only(id);
    const outputs = program(given, mistakes);
    for (const pattern of anyShare([0, 1, 2], 3)) {
      const { slope, scale } = claimed(given, outputs, pattern);
      // rounding spoils short steps and kinks long ones
      const isRight = [8, 10, 12, 6].some((bits) => {
        const step = 2 ** -bits;
        const up = lossOf(program(moved(given, pattern, step), mistakes));
        const down = lossOf(program(moved(given, pattern, -step), mistakes));
        return Math.abs((up - down) / (2 * step) - slope) < 0.005 * scale;
      });
      expect(isRight).toBe(true);
    }
  });

  test('what a network has no place for changes nothing', () => {
    for (const { id } of MISTAKES.filter((mistake) => !appliesTo(mistake, network)))
      expect([id, farthest(program(given, only(id)), right)]).toEqual([id, 0]);
  });

  const nodes = NETWORKS[network].network.nodes.filter(({ name }) => name !== 'loss');
  test.each(nodes)('where $name is detached, nothing below has a gradient', ({ name, of: [_input, weight = ''] }) => {
    const { gradients } = program(given, only(`detached@${name}`));
    expect(gradients[name]?.values.some((value) => value !== 0)).toBe(true);
    expect(gradients[weight]?.values.some((value) => value !== 0) ?? false).toBe(false);
  });

  test('any two of the main mistakes can be made together', () => {
    const main = MAIN[network] ?? [];
    const pairs = main.flatMap((first, index) => main.slice(index + 1).map((second) => [first, second] as const));
    for (const [first, second] of anyShare(pairs, 4)) {
      const apart = farthest(program(given, only(first, second)), right);
      expect([first, second, apart > 0.002 && apart < Infinity]).toEqual([first, second, true]);
    }
  });
});

describe('a place', () => {
  const program = programOf('mlp');
  const given = genericSample('mlp');
  const right = program(given, only());

  test.each(['z3', 'W2', 'b2'])('%s is the layer of W2', (place) => {
    const { gradients } = program(given, only(`dw-from-preactivation@${place}`));
    expect(gradients['W2']).not.toEqual(right.gradients['W2']);
    expect(gradients['W3']).toEqual(right.gradients['W3']);
  });

  test('a factor may be on a single gradient', () => {
    const { gradients } = program(given, only('sign-flipped@W1'));
    const { W1, ...others } = gradients;
    expect(W1?.values).toEqual(right.gradients['W1']?.values.map((value) => -value));
    expect(others).toEqual({ ...right.gradients, W1: undefined });
  });

  test('text that is no switch is refused', () => {
    expect(parseSwitch('weights-updated-early:0.01@W2')).toEqual({
      id: 'weights-updated-early',
      variant: '0.01',
      place: 'W2',
    });
    expect(() => parseSwitch('Sign flipped')).toThrow('"Sign flipped" does not name a mistake');
  });
});
